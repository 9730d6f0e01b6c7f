#include "core/show_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/fields.hpp"
#include "text/visible.hpp"
#include "text/wrap.hpp"

namespace iscm::core {
namespace {

constexpr std::string_view kIndent = "  ";
constexpr std::string_view kEmpty = "(empty)";

/// What has lines of its own further down: the name in the heading, lists in the group of their links.
bool stands_elsewhere(const Entity& entity, const Field& field) {
  const bool in_heading = field.name == "code" || &field == label_field(entity);
  const bool in_group = field.type == FieldType::list &&
                        std::any_of(entities().begin(), entities().end(),
                                    [&](const Entity& links) { return links.table == field.link_table; });
  return in_heading || in_group;
}

std::string fact(const ShownValue& value) {
  const auto* record = std::get_if<Referred>(&value);
  if (record == nullptr || record->name.empty() || record->name == record->code) return plain_text(value);
  return fmt::format("{} ({})", record->code, record->name);
}

/// Whether the source of the newest version of the record does not tell for all its fields.
bool stands_on_several(const ShownRecord& record) {
  if (record.sources.empty()) return false;
  return record.sources.size() > 1 || record.sources.front().code != plain_text(record.values.back());
}

std::string fields_of(const FieldsOfSource& source) {
  return fmt::format("{}: {}", source.code.empty() ? "none" : source.code, fmt::join(source.fields, ", "));
}

std::string facts(const ShownRecord& record, std::size_t width) {
  std::size_t longest = kEmpty.size();
  for (const Field* field : record.fields) longest = std::max(longest, field->name.size());
  const auto line = [&](std::string_view name, std::string_view text) {
    return text::hanging(fmt::format("{}{:<{}}  ", kIndent, name, longest), text, width);
  };
  std::string lines;
  std::vector<std::string_view> empty;
  const bool by_field = stands_on_several(record);
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    const Field& field = *record.fields[i];
    if (stands_elsewhere(*record.entity, field)) continue;
    if (by_field && &field == &source_field()) {
      for (const FieldsOfSource& source : record.sources) lines += line(field.name, fields_of(source));
      continue;
    }
    const std::string text = fact(record.values[i]);
    if (text.empty()) {
      empty.push_back(field.name);
    } else {
      lines += line(field.name, text);
    }
  }
  if (!empty.empty()) lines += line(kEmpty, fmt::format("{}", fmt::join(empty, ", ")));
  return lines;
}

std::string difference(const MemberFigures& members) {
  const std::int64_t more = members.listed - members.published.value_or(members.listed);
  if (more == 0) return {};
  return more > 0 ? fmt::format(" ({} more)", more) : fmt::format(" ({} fewer)", -more);
}

std::string member_figures(const MemberFigures& members, std::size_t width) {
  const std::string published = members.published ? fmt::format("{} published", *members.published) : "none published";
  std::string text = text::hanging("members: ",
                                   fmt::format("{}, {} listed{}, {} of them without an end", published, members.listed,
                                               difference(members), members.current),
                                   width);
  return text +
         text::hanging(kIndent,
                       "Published is constituent_states; listed are States and territories in the role of member, "
                       "past members included.",
                       width);
}

/// A source may hold up hundreds of rows: first how many of what.
std::string standing_on_it(const ShownRecord& source, std::size_t width) {
  std::vector<std::string> counts;
  for (const ShownGroup& group : source.groups) {
    const std::size_t rows = group.rows.size();
    if (rows == 0) continue;
    counts.push_back(fmt::format("{} {}", rows, rows == 1 ? group.of.entity->name : group.of.entity->plural));
  }
  if (counts.empty()) return {};
  return "\n" + text::hanging("stands on it: ", fmt::format("{}", fmt::join(counts, ", ")), width);
}

}  // namespace

std::string plain_text(const ShownValue& value) {
  switch (value.index()) {
    case 1:
      return std::to_string(std::get<std::int64_t>(value));
    case 2:
      return std::get<std::string>(value);
    case 3:
      return std::get<Referred>(value).code;
    case 4:
      return fmt::format("{}", fmt::join(std::get<std::vector<std::string>>(value), "; "));
    default:
      return {};
  }
}

std::string record_as_text(const ShownRecord& record, std::size_t width) {
  std::string text = text::hanging("", record.name.empty() ? record.code : record.name, width);
  text += text::hanging("", fmt::format("{} {}", record.entity->name, record.code), width);
  text += "\n" + facts(record, width);
  if (record.members) text += "\n" + member_figures(*record.members, width);
  if (record.entity->name == source_field().target) text += standing_on_it(record, width);
  std::vector<std::string> empty;
  for (const ShownGroup& group : record.groups) {
    if (group.rows.empty()) {
      empty.push_back(group_title(*record.entity, group.of));
    } else {
      text += "\n" + group_as_text(*record.entity, group, width);
    }
  }
  if (!empty.empty()) text += "\n" + text::hanging("none recorded: ", fmt::format("{}", fmt::join(empty, "; ")), width);
  return text;
}

}  // namespace iscm::core
