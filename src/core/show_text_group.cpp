#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/fields.hpp"
#include "core/history/source_facts.hpp"
#include "core/show_text.hpp"
#include "out/row_writer.hpp"
#include "text/wrap.hpp"

namespace iscm::core {
namespace {

constexpr std::string_view kIndent = "  ";

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
    if (group.of.near == &source_field()) {
      add_identifying();
      add_untold(facts_field());
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
  void add(std::string_view header, const Field& field, TextColumn::Use use, Text&& text) {
    const auto place = std::find(group_.fields.begin(), group_.fields.end(), &field);
    if (place == group_.fields.end()) return;
    TextColumn column{std::string(header), {}, use, field.is_number()};
    for (const ShownRow& row : group_.rows) {
      column.cells.push_back(text(row[static_cast<std::size_t>(place - group_.fields.begin())]));
    }
    columns_.push_back(std::move(column));
    told_.insert(&field);
  }

  void add(const Field& field, TextColumn::Use use) { add(field.name, field, use, plain_text); }

  void add_dividing() {
    const Field* own = class_field(*group_.of.entity);
    if (own != nullptr) add(*own, TextColumn::Use::divides);
    const auto roles = role_fields(*group_.of.entity);
    for (const Field* role : roles) add(*role, TextColumn::Use::divides);
    const Entity* target = far_ == nullptr ? nullptr : &entity_named(far_->target);
    const Field* divides = target == nullptr ? nullptr : class_field(*target);
    if (divides == nullptr) return;
    const bool taken = group_.of.entity->field(divides->name) != nullptr;
    add(taken ? fmt::format("{} {}", far_->name, divides->name) : std::string(divides->name), *far_,
        TextColumn::Use::divides, referred(&Referred::class_value));
    // As the rows are sorted: a class that is a record of its own comes before the roles.
    if (divides->type == FieldType::reference) {
      std::rotate(columns_.begin(), columns_.end() - 1, columns_.end());
    }
  }

  void add_far() {
    add(*far_, TextColumn::Use::names);
    add("name", *far_, TextColumn::Use::names, referred(&Referred::name));
  }

  /// What stands on a source is many rows of many kinds: only what they are.
  void add_identifying() {
    const Entity& entity = *group_.of.entity;
    if (entity.has_code()) {
      add(*entity.field("code"), TextColumn::Use::names);
      add(*label_field(entity), TextColumn::Use::names);
      return;
    }
    for (const std::string_view name : words(entity.key)) add_untold(*entity.field(name));
  }

  void add_rest() {
    const Entity& entity = *group_.of.entity;
    if (entity.columns.empty()) {
      for (const Field& field : entity.fields) add_untold(field);
    } else {
      for (const std::string_view name : words(entity.columns)) add_untold(*entity.field(name));
    }
    add_untold(source_field());
  }

  void add_untold(const Field& field) {
    if (told_.find(&field) != told_.end()) return;
    const bool names = field.tier != NameTier::none || &field == label_field(*group_.of.entity);
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
  const Field* far_;
  std::vector<TextColumn> columns_;
  std::set<const Field*> told_;
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
  const Field* far = group.of.near == &source_field() ? nullptr : far_field(group.of);
  const auto place = std::find(group.fields.begin(), group.fields.end(), far);
  if (far == nullptr || place == group.fields.end()) return {};
  std::set<std::string> codes;
  for (const ShownRow& row : group.rows) {
    codes.insert(plain_text(row[static_cast<std::size_t>(place - group.fields.begin())]));
  }
  if (codes.size() == group.rows.size()) return {};
  const Entity& target = entity_named(far->target);
  return fmt::format(", of {} {}", codes.size(), codes.size() == 1 ? target.name : target.plural);
}

/// The first columns, as long as they divide the rows: what repeats the row above is not told again.
std::size_t grouping_columns(const std::vector<TextColumn>& columns) {
  const auto end = std::find_if(columns.begin(), columns.end(),
                                [](const TextColumn& column) { return column.use != TextColumn::Use::divides; });
  return static_cast<std::size_t>(end - columns.begin());
}

std::string table(const std::vector<TextColumn>& columns, std::size_t rows, std::size_t width) {
  out::StringSink sink;
  const std::size_t room = width > kIndent.size() ? width - kIndent.size() : width;
  const auto writer =
      out::make_writer(out::Format::table, sink,
                       {.terminal_width = room, .final_newline = true, .grouping_columns = grouping_columns(columns)});
  std::vector<out::Column> headers;
  headers.reserve(columns.size());
  for (const TextColumn& column : columns) headers.push_back({column.header, column.numeric});
  writer->begin(headers);
  for (std::size_t row = 0; row < rows; ++row) {
    std::vector<out::Cell> cells;
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

std::string group_title(const Entity& record, const RowsOf& of) {
  std::string title(of.entity->plural);
  if (of.key != of.entity->plural) {
    const bool several = of.near->type == FieldType::list;
    title +=
        several ? fmt::format(" with it among their {}", of.near->name) : fmt::format(" with this {}", of.near->name);
  }
  if (of.takes_in_finer) title += fmt::format(", finer {} included", record.plural);
  return title;
}

std::string group_as_text(const Entity& record, const ShownGroup& group, std::size_t width) {
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

}  // namespace iscm::core
