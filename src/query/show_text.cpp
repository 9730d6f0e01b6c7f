#include "query/show_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "history/evidence.hpp"
#include "model/field_types.hpp"
#include "model/find_record.hpp"
#include "model/sql_of.hpp"
#include "text/utf8.hpp"
#include "text/wrap.hpp"
#include "write/format.hpp"
#include "write/row_writer.hpp"

namespace iscm::query {
namespace {

constexpr std::string_view kIndent = "  ";
constexpr std::string_view kEmpty = "(empty)";

struct PlainText {
  std::string operator()(std::monostate) const { return {}; }
  std::string operator()(std::int64_t number) const { return std::to_string(number); }
  std::string operator()(const std::string& text) const { return text; }
  std::string operator()(const Referred& record) const { return record.code; }
  std::string operator()(const std::vector<std::string>& codes) const {
    return fmt::format("{}", fmt::join(codes, "; "));
  }
};

/// The value as one text, not yet made visible: of a record its code.
std::string plain_text(const ShownValue& value) {
  return std::visit(PlainText{}, value);
}

/// The name is in the heading, a list that is kept as links in the group of these.
bool is_shown_elsewhere(const model::Entity& entity, const model::Field& field) {
  if (field.is_code() || &field == model::label_field(entity)) return true;
  return field.type == model::FieldType::list && model::entity_of_table(field.link_table) != nullptr;
}

/// "acp-eu (ACP-EU Dialogue)" for a record, else plain_text().
std::string full_text(const ShownValue& value) {
  const auto* record = std::get_if<Referred>(&value);
  if (record == nullptr || record->name.empty() || record->name == record->code) return plain_text(value);
  return fmt::format("{} ({})", record->code, record->name);
}

/// Whether the source of the newest version of the record is not the evidence for all its fields.
bool has_several_sources(const ShownRecord& record) {
  if (record.sources.empty()) return false;
  return record.sources.size() > 1 || record.sources.front().code != plain_text(record.values.back());
}

std::string fields_of(const FieldsOfSource& source) {
  return fmt::format("{}: {}", source.code.empty() ? "none" : source.code, fmt::join(source.fields, ", "));
}

std::string field_lines(const ShownRecord& record, std::size_t width) {
  std::size_t longest = kEmpty.size();
  for (const model::Field* field : record.fields) longest = std::max(longest, field->name.size());
  const auto line = [&](std::string_view name, std::string_view text) {
    return text::hanging(fmt::format("{}{:<{}}  ", kIndent, name, longest), text, width);
  };
  std::string lines;
  std::vector<std::string_view> empty;
  const bool by_field = has_several_sources(record);
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    const model::Field& field = *record.fields[i];
    if (is_shown_elsewhere(*record.entity, field)) continue;
    if (by_field && &field == &model::source_field()) {
      for (const FieldsOfSource& source : record.sources) lines += line(field.name, fields_of(source));
      continue;
    }
    const std::string text = full_text(record.values[i]);
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
  const std::string published =
      members.published ? fmt::format("published number of States {}", *members.published) : "no published number";
  const std::string listed =
      fmt::format("listed {}{}, {} of them without an end", members.listed, difference(members), members.current);
  constexpr std::string_view kReading =
      "Listed are States and territories in the role of member, past members included.";
  return text::hanging("members: ", fmt::format("{}; {}", published, listed), width) +
         text::hanging(kIndent, kReading, width);
}

/// There may be hundreds of rows for which a source is the evidence: first how many of what.
std::string evidence_for(const ShownRecord& source, std::size_t width) {
  std::vector<std::string> counts;
  for (const ShownGroup& group : source.groups) {
    const auto rows = static_cast<std::int64_t>(group.rows.size());
    if (rows > 0) counts.push_back(model::counted(rows, *group.of.entity));
  }
  if (counts.empty()) return {};
  return "\n" + text::hanging("evidence for: ", fmt::format("{}", fmt::join(counts, ", ")), width);
}

/// Where the values of a field are in the rows of a group; null if they have none of it.
std::optional<std::size_t> place_of(const ShownGroup& group, const model::Field* field) {
  const auto found = std::find(group.fields.begin(), group.fields.end(), field);
  if (found == group.fields.end()) return std::nullopt;
  return static_cast<std::size_t>(found - group.fields.begin());
}

struct TextColumn {
  enum class Use {
    plain,    ///< printed above the table if all rows have the same value
    divides,  ///< likewise; the rows are sorted by it, and the heading counts by it
    names     ///< says which row it is
  };
  std::string header;
  std::vector<std::string> cells;
  Use use = Use::plain;
  bool numeric = false;
};

/// Gives a part of the record that a value refers to.
auto referred(std::string Referred::*part) {
  return [part](const ShownValue& value) {
    const auto* record = std::get_if<Referred>(&value);
    return record == nullptr ? std::string() : record->*part;
  };
}

/// The columns of a group, in the order in which people read them.
class GroupColumns {
public:
  explicit GroupColumns(const ShownGroup& group) : group_(group), far_(far_field(group.of)) {
    if (group.of.near == &model::source_field()) {
      add_identifying();
      add_once(history::facts_field());
    } else {
      add_dividing();
      if (far_ != nullptr) add_far();
      add_rest();
    }
    drop_empty();
  }

  std::vector<TextColumn> take() { return std::move(columns_); }

private:
  template <typename Text>
  void add(std::string_view header, const model::Field& field, TextColumn::Use use, Text&& text) {
    const auto place = place_of(group_, &field);
    if (!place) return;
    TextColumn column{std::string(header), {}, use, field.is_number()};
    for (const ShownRow& row : group_.rows) column.cells.push_back(text(row[*place]));
    columns_.push_back(std::move(column));
    added_.insert(&field);
  }

  void add(const model::Field& field, TextColumn::Use use) { add(field.name, field, use, plain_text); }

  void add_dividing() {
    for (const Divider& divider : dividers(group_.of)) {
      if (divider.far_class == nullptr) {
        add(*divider.field, TextColumn::Use::divides);
        continue;
      }
      const std::string name(divider.far_class->name);
      const bool taken = group_.of.entity->field(name) != nullptr;
      add(taken ? fmt::format("{} {}", divider.field->name, name) : name, *divider.field, TextColumn::Use::divides,
          referred(&Referred::class_value));
    }
  }

  void add_far() {
    add(*far_, TextColumn::Use::names);
    add("name", *far_, TextColumn::Use::names, referred(&Referred::name));
  }

  /// A source is the evidence for many rows of many kinds: only which they are.
  void add_identifying() {
    const model::Entity& entity = *group_.of.entity;
    if (entity.has_code()) {
      add(*entity.field("code"), TextColumn::Use::names);
      add(*model::label_field(entity), TextColumn::Use::names);
      return;
    }
    for (const std::string_view name : model::words(entity.key)) add_once(*entity.field(name));
  }

  void add_rest() {
    const model::Entity& entity = *group_.of.entity;
    if (entity.columns.empty()) {
      for (const model::Field& field : entity.fields) add_once(field);
    } else {
      for (const std::string_view name : model::words(entity.columns)) add_once(*entity.field(name));
    }
    add_once(model::source_field());
  }

  void add_once(const model::Field& field) {
    if (added_.contains(&field)) return;
    const bool names = field.tier != model::NameTier::none || &field == model::label_field(*group_.of.entity);
    if (names || field.name != "published_name" || far_ == nullptr) {
      return add(field, names ? TextColumn::Use::names : TextColumn::Use::plain);
    }
    add(field, TextColumn::Use::plain);
    blank_if_as_named(columns_.back());
  }

  /// How a source writes a name is of interest only if it differs.
  void blank_if_as_named(TextColumn& published) {
    const auto name = std::find_if(columns_.begin(), columns_.end(),
                                   [](const TextColumn& column) { return column.header == "name"; });
    for (std::size_t i = 0; i < published.cells.size(); ++i) {
      if (published.cells[i] == name->cells[i]) published.cells[i].clear();
    }
  }

  void drop_empty() {
    std::erase_if(columns_, [](const TextColumn& column) {
      return std::all_of(column.cells.begin(), column.cells.end(), [](const auto& cell) { return cell.empty(); });
    });
  }

  const ShownGroup& group_;
  const model::Field* far_;
  std::vector<TextColumn> columns_;
  std::set<const model::Field*> added_;
};

bool says_the_same(const TextColumn& column) {
  return column.use != TextColumn::Use::names && column.cells.size() > 1 &&
         std::all_of(column.cells.begin(), column.cells.end(),
                     [&](const std::string& cell) { return cell == column.cells.front(); });
}

/// "16 member state, 1 observer organization", in the order of the rows; empty if there is one class.
std::string counts_by_class(const std::vector<TextColumn>& columns, std::size_t rows) {
  std::vector<std::pair<std::string, int>> classes;
  for (std::size_t row = 0; row < rows; ++row) {
    std::string name;
    for (const TextColumn& column : columns) {
      if (column.use != TextColumn::Use::divides || column.cells[row].empty()) continue;
      name += (name.empty() ? "" : " ") + column.cells[row];
    }
    if (classes.empty() || classes.back().first != name) classes.emplace_back(name, 0);
    ++classes.back().second;
  }
  if (classes.size() < 2) return {};
  std::vector<std::string> counts;
  for (const auto& [name, count] : classes) counts.push_back(fmt::format("{} {}", count, name));
  return fmt::format("{}", fmt::join(counts, ", "));
}

/// With finer records included, one mechanism can be in several rows, and counts once.
std::string distinct_count(const ShownGroup& group) {
  const model::Field* far = group.of.near == &model::source_field() ? nullptr : far_field(group.of);
  const auto place = place_of(group, far);
  if (!place) return {};
  std::set<std::string> codes;
  for (const ShownRow& row : group.rows) codes.insert(plain_text(row[*place]));
  if (codes.size() == group.rows.size()) return {};
  const model::Entity& target = model::entity_named(far->target);
  return ", of " + model::counted(static_cast<std::int64_t>(codes.size()), target);
}

/// How many of the first columns divide the rows: in these, what repeats the row above is left out.
std::size_t grouping_columns(const std::vector<TextColumn>& columns) {
  const auto end = std::find_if(columns.begin(), columns.end(),
                                [](const TextColumn& column) { return column.use != TextColumn::Use::divides; });
  return static_cast<std::size_t>(end - columns.begin());
}

std::string table(const std::vector<TextColumn>& columns, std::size_t rows, std::size_t width) {
  write::StringSink sink;
  const std::size_t room = width > kIndent.size() ? width - kIndent.size() : width;
  const auto writer = write::make_writer(
      write::Format::table, sink,
      {.terminal_width = room, .final_newline = true, .grouping_columns = grouping_columns(columns)});
  std::vector<write::Column> headers;
  for (const TextColumn& column : columns) headers.push_back({column.header, column.numeric});
  writer->begin(headers);
  for (std::size_t row = 0; row < rows; ++row) {
    std::vector<write::Cell> cells;
    for (const TextColumn& column : columns) cells.emplace_back(column.cells[row]);
    writer->row(cells);
  }
  writer->end();
  std::string indented;
  for (const std::string_view line : text::split(sink.text(), "\n")) {
    indented += fmt::format("{}{}\n", line.empty() ? "" : kIndent, line);
  }
  return indented;
}

/// "memberships", "members with this region", "mechanism-themes, finer themes included".
std::string group_title(const model::Entity& record, const RowsOf& of) {
  std::string title(of.entity->plural);
  if (of.key != of.entity->plural) {
    const bool several = of.near->type == model::FieldType::list;
    title +=
        several ? fmt::format(" with it among their {}", of.near->name) : fmt::format(" with this {}", of.near->name);
  }
  if (of.takes_in_finer) title += fmt::format(", finer {} included", record.plural);
  return title;
}

/// The group as a heading that counts its rows, a line with what all of them share, and a table.
std::string group_as_text(const model::Entity& record, const ShownGroup& group, std::size_t width) {
  std::vector<TextColumn> columns = GroupColumns(group).take();
  std::vector<std::string> shared;
  for (const TextColumn& column : columns) {
    if (says_the_same(column)) shared.push_back(fmt::format("{} {}", column.header, column.cells.front()));
  }
  std::erase_if(columns, says_the_same);

  const std::size_t rows = group.rows.size();
  std::string count = fmt::format("{}{}", rows, distinct_count(group));
  const std::string classes = counts_by_class(columns, rows);
  if (!classes.empty()) count += fmt::format(" ({})", classes);
  std::string text = text::hanging(group_title(record, group.of) + ": ", count, width);
  if (!shared.empty()) text += text::hanging("  all: ", fmt::format("{}", fmt::join(shared, "; ")), width);
  return text + table(columns, rows, width);
}

}  // namespace

std::string record_as_text(const ShownRecord& record, std::size_t width) {
  std::string text = text::hanging("", record.name.empty() ? record.code : record.name, width);
  text += text::hanging("", fmt::format("{} {}", record.entity->name, record.code), width);
  text += "\n" + field_lines(record, width);
  if (record.members) text += "\n" + member_figures(*record.members, width);
  if (record.entity->name == model::source_field().target) text += evidence_for(record, width);
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

}  // namespace iscm::query
