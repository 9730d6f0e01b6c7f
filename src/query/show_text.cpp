#include "query/show_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "history/evidence.hpp"
#include "model/field_types.hpp"
#include "text/visible.hpp"
#include "text/wrap.hpp"
#include "write/row_writer.hpp"

namespace iscm::query {
namespace {

constexpr std::string_view kIndent = "  ";
constexpr std::string_view kEmpty = "(empty)";

/// What has lines of its own further down: the name in the heading, lists in the group of their links.
bool stands_elsewhere(const model::Entity& entity, const model::Field& field) {
  const bool in_heading = field.name == "code" || &field == model::label_field(entity);
  const bool in_group = field.type == model::FieldType::list &&
                        std::any_of(model::entities().begin(), model::entities().end(),
                                    [&](const model::Entity& links) { return links.table == field.link_table; });
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
  for (const model::Field* field : record.fields) longest = std::max(longest, field->name.size());
  const auto line = [&](std::string_view name, std::string_view text) {
    return text::hanging(fmt::format("{}{:<{}}  ", kIndent, name, longest), text, width);
  };
  std::string lines;
  std::vector<std::string_view> empty;
  const bool by_field = stands_on_several(record);
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    const model::Field& field = *record.fields[i];
    if (stands_elsewhere(*record.entity, field)) continue;
    if (by_field && &field == &model::source_field()) {
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
  if (record.entity->name == model::source_field().target) text += standing_on_it(record, width);
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

namespace {

struct TextColumn {
  enum class Use {
    plain,    ///< told once where all rows say the same
    divides,  ///< so too; the rows stand in its order, and the heading counts by it
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
      add_untold(history::facts_field());
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
    const auto place = std::find(group_.fields.begin(), group_.fields.end(), &field);
    if (place == group_.fields.end()) return;
    TextColumn column{std::string(header), {}, use, field.is_number()};
    for (const ShownRow& row : group_.rows) {
      column.cells.push_back(text(row[static_cast<std::size_t>(place - group_.fields.begin())]));
    }
    columns_.push_back(std::move(column));
    told_.insert(&field);
  }

  void add(const model::Field& field, TextColumn::Use use) { add(field.name, field, use, plain_text); }

  void add_dividing() {
    const model::Field* own = class_field(*group_.of.entity);
    if (own != nullptr) add(*own, TextColumn::Use::divides);
    const auto roles = role_fields(*group_.of.entity);
    for (const model::Field* role : roles) add(*role, TextColumn::Use::divides);
    const model::Entity* target = far_ == nullptr ? nullptr : &model::entity_named(far_->target);
    const model::Field* divides = target == nullptr ? nullptr : class_field(*target);
    if (divides == nullptr) return;
    const bool taken = group_.of.entity->field(divides->name) != nullptr;
    add(taken ? fmt::format("{} {}", far_->name, divides->name) : std::string(divides->name), *far_,
        TextColumn::Use::divides, referred(&Referred::class_value));
    // As the rows are sorted: a class that is a record of its own comes before the roles.
    if (divides->type == model::FieldType::reference) {
      std::rotate(columns_.begin(), columns_.end() - 1, columns_.end());
    }
  }

  void add_far() {
    add(*far_, TextColumn::Use::names);
    add("name", *far_, TextColumn::Use::names, referred(&Referred::name));
  }

  /// What stands on a source is many rows of many kinds: only what they are.
  void add_identifying() {
    const model::Entity& entity = *group_.of.entity;
    if (entity.has_code()) {
      add(*entity.field("code"), TextColumn::Use::names);
      add(*model::label_field(entity), TextColumn::Use::names);
      return;
    }
    for (const std::string_view name : model::words(entity.key)) add_untold(*entity.field(name));
  }

  void add_rest() {
    const model::Entity& entity = *group_.of.entity;
    if (entity.columns.empty()) {
      for (const model::Field& field : entity.fields) add_untold(field);
    } else {
      for (const std::string_view name : model::words(entity.columns)) add_untold(*entity.field(name));
    }
    add_untold(model::source_field());
  }

  void add_untold(const model::Field& field) {
    if (told_.find(&field) != told_.end()) return;
    const bool names = field.tier != model::NameTier::none || &field == model::label_field(*group_.of.entity);
    if (names || field.name != "published_name" || far_ == nullptr) {
      return add(field, names ? TextColumn::Use::names : TextColumn::Use::plain);
    }
    add(field, TextColumn::Use::plain);
    blank_where_as_named(columns_.back());
  }

  /// How a source writes a name says something only where it writes another.
  void blank_where_as_named(TextColumn& published) {
    const auto name = std::find_if(columns_.begin(), columns_.end(),
                                   [](const TextColumn& column) { return column.header == "name"; });
    for (std::size_t i = 0; i < published.cells.size(); ++i) {
      if (published.cells[i] == name->cells[i]) published.cells[i].clear();
    }
  }

  void drop_empty() {
    const auto is_empty = [](const TextColumn& column) {
      return std::all_of(column.cells.begin(), column.cells.end(),
                         [](const std::string& cell) { return cell.empty(); });
    };
    columns_.erase(std::remove_if(columns_.begin(), columns_.end(), is_empty), columns_.end());
  }

  const ShownGroup& group_;
  const model::Field* far_;
  std::vector<TextColumn> columns_;
  std::set<const model::Field*> told_;
};

bool says_the_same(const TextColumn& column) {
  return column.use != TextColumn::Use::names && column.cells.size() > 1 &&
         std::all_of(column.cells.begin(), column.cells.end(),
                     [&](const std::string& cell) { return cell == column.cells.front(); });
}

/// "16 member state, 1 observer organization", in the order of the rows; empty where one class holds all.
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
  counts.reserve(classes.size());
  for (const auto& [name, count] : classes) counts.push_back(fmt::format("{} {}", count, name));
  return fmt::format("{}", fmt::join(counts, ", "));
}

/// With finer records taken in, one mechanism may stand in several rows, and counts once.
std::string distinct_count(const ShownGroup& group) {
  const model::Field* far = group.of.near == &model::source_field() ? nullptr : far_field(group.of);
  const auto place = std::find(group.fields.begin(), group.fields.end(), far);
  if (far == nullptr || place == group.fields.end()) return {};
  std::set<std::string> codes;
  for (const ShownRow& row : group.rows) {
    codes.insert(plain_text(row[static_cast<std::size_t>(place - group.fields.begin())]));
  }
  if (codes.size() == group.rows.size()) return {};
  const model::Entity& target = model::entity_named(far->target);
  return fmt::format(", of {} {}", codes.size(), codes.size() == 1 ? target.name : target.plural);
}

/// The first columns, as long as they divide the rows: what repeats the row above is not told again.
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
  headers.reserve(columns.size());
  for (const TextColumn& column : columns) headers.push_back({column.header, column.numeric});
  writer->begin(headers);
  for (std::size_t row = 0; row < rows; ++row) {
    std::vector<write::Cell> cells;
    cells.reserve(columns.size());
    for (const TextColumn& column : columns) cells.emplace_back(column.cells[row]);
    writer->row(cells);
  }
  writer->end();
  std::string indented;
  for (std::string_view rest = sink.text(); !rest.empty(); rest.remove_prefix(rest.find('\n') + 1)) {
    if (rest[0] != '\n') indented += kIndent;
    indented += rest.substr(0, rest.find('\n') + 1);
  }
  return indented;
}

}  // namespace

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

std::string group_as_text(const model::Entity& record, const ShownGroup& group, std::size_t width) {
  std::vector<TextColumn> columns = GroupColumns(group).take();
  std::vector<std::string> shared;
  for (const TextColumn& column : columns) {
    if (says_the_same(column)) shared.push_back(fmt::format("{} {}", column.header, column.cells.front()));
  }
  columns.erase(std::remove_if(columns.begin(), columns.end(), says_the_same), columns.end());

  const std::size_t rows = group.rows.size();
  std::string count = fmt::format("{}{}", rows, distinct_count(group));
  const std::string classes = counts_by_class(columns, rows);
  if (!classes.empty()) count += fmt::format(" ({})", classes);
  std::string text = text::hanging(group_title(record, group.of) + ": ", count, width);
  if (!shared.empty()) text += text::hanging("  all: ", fmt::format("{}", fmt::join(shared, "; ")), width);
  return text + table(columns, rows, width);
}

}  // namespace iscm::query
