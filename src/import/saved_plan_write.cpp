#include "import/saved_plan_write.hpp"

#include <fmt/format.h>

#include <map>

#include "import/compare.hpp"
#include "import/new_records.hpp"
#include "import/plan_changes.hpp"
#include "import/row_sql.hpp"
#include "import/saved_plan.hpp"
#include "model/field_types.hpp"
#include "text/utf8.hpp"
#include "write/json.hpp"

namespace iscm::import {
namespace {

using write::JsonText;

std::string value_of(const sqlite::Statement& row, int column) {
  return row.is_null(column) ? "null" : write::json_string(row.text(column));
}

/// What identifies a record: as it stands in the record where it exists, else as planned. Expressions over
/// temp.input AS i and main.<table> AS t.
std::vector<std::string> key_expressions(const Job& job) {
  if (job.entity.has_code()) return {"ifnull(t.code, i.f_code)"};
  std::vector<std::string> parts;
  for (const std::string_view name : model::words(job.entity.key)) {
    const model::Field& field = *job.entity.field(name);
    const std::string planned = shown_new_value(job, field);
    const std::string stored = field.type == model::FieldType::reference
                                   ? fmt::format("(SELECT code FROM main.{} WHERE id = t.{})",
                                                 model::entity_named(field.target).table, field.column)
                                   : fmt::format("t.{}", field.column);
    parts.push_back(job.entity.is_pure_link ? planned : fmt::format("iif(i.is_new, {}, {})", planned, stored));
  }
  return parts;
}

class PlanWriter {
public:
  PlanWriter(Plan& plan, write::Sink& sink) : plan_(plan), job_(plan.job()), sink_(sink), key_(key_expressions(job_)) {}

  void write() {
    JsonText header = JsonText::object();
    header.add("iscm_plan", std::int64_t{kSavedPlanVersion});
    header.add("entity", job_.entity.name);
    header.add("file", plan_.request().file);
    add_file(header);
    sink_.write(header.text() + "\n");
    write_created();
    write_aliases();
    write_changes();
    write_new();
  }

private:
  /// Every statement begins with these columns.
  enum Column { kRow, kLine, kSource, kRevision, kCells, kKey };

  void add_file(JsonText& header) const {
    const read::RowSource& rows = plan_.rows();
    const read::FileFacts facts = rows.facts();
    header.add("sha256", facts.sha256);
    header.add("bytes", static_cast<std::int64_t>(facts.bytes));
    header.add("delimiter", std::string(1, facts.delimiter));
    header.add_json("ends_with_newline", facts.ends_with_newline ? "true" : "false");
    header.add_json("header", write::json_array(rows.header()));
    header.add_json("mapping", write::json_array(job_.mapping()));
  }

  void write_created() {
    sqlite::Statement rows = job_.connection.prepare(
        fmt::format("SELECT i.line, c.kind, c.code, c.name, c.acronym, c.address, {} FROM temp.created AS c "
                    "LEFT JOIN temp.input AS i ON i.row = c.row ORDER BY c.row, c.kind, c.id",
                    code_of_id(job_, model::source_field(), "i.id_source")));
    while (rows.step()) {
      const model::Entity& kind = model::entity_named(rows.text(1));
      JsonText values = JsonText::object();
      const auto add = [&](const model::Field* field, int column) {
        if (field != nullptr && !rows.is_null(column)) values.add(field->name, rows.text(column));
      };
      add(model::label_field(kind), 3);
      add(kind.field("acronym"), 4);
      add(address_key(kind), 5);
      JsonText line = JsonText::object();
      if (rows.integer(0) > 0) line.add("line", rows.integer(0));
      line.add("action", "new");
      line.add("kind", rows.text(1));
      line.add("record", rows.text(2));
      line.add_json("values", values.text());
      if (!rows.is_null(6)) line.add("source", rows.text(6));
      sink_.write(line.text() + "\n");
    }
  }

  void write_aliases() {
    sqlite::Statement rows =
        job_.connection.prepare("SELECT kind, code, alias, nullif(source, '') FROM temp.learned ORDER BY kind, alias");
    while (rows.step()) {
      JsonText line = JsonText::object();
      line.add("action", "alias");
      line.add("kind", rows.text(0));
      line.add("record", rows.text(1));
      line.add("alias", rows.text(2));
      if (!rows.is_null(3)) line.add("source", rows.text(3));
      sink_.write(line.text() + "\n");
    }
  }

  [[nodiscard]] std::string first_columns() const {
    // A pure link has its version as every row has; it is found by its two records.
    return fmt::format("i.row, i.line, {}, t.revision, i.cells, {}",
                       code_of_id(job_, model::source_field(), "i.id_source"), fmt::join(key_, ", "));
  }

  [[nodiscard]] std::string from_rows() const {
    return fmt::format("temp.input AS i LEFT JOIN main.{} AS t ON NOT i.is_new AND {}", job_.entity.table,
                       same_record(job_.entity));
  }

  JsonText begin(const sqlite::Statement& row, const char* action) const {
    JsonText line = JsonText::object();
    if (row.integer(kLine) > 0) line.add("line", row.integer(kLine));
    line.add("action", action);
    if (job_.entity.has_code()) {
      line.add_json("record", value_of(row, kKey));
    } else {
      JsonText key = JsonText::object();
      int column = kKey;
      for (const std::string_view name : model::words(job_.entity.key)) key.add_json(name, value_of(row, column++));
      line.add_json("record", key.text());
    }
    return line;
  }

  void end(JsonText& line, const sqlite::Statement& row) {
    if (!row.is_null(kSource)) line.add("source", row.text(kSource));
    if (row.integer(kLine) > 0) line.add_json("cells", row.text(kCells));
    sink_.write(line.text() + "\n");
  }

  void write_changes() {
    const int first = kKey + static_cast<int>(key_.size());
    sqlite::Statement rows = job_.connection.prepare(
        fmt::format("SELECT {}, c.field, c.old, c.new FROM temp.change AS c CROSS JOIN {} WHERE i.row = c.row "
                    "ORDER BY i.row, c.field",
                    first_columns(), from_rows()));
    while (rows.step()) {
      JsonText line = begin(rows, "change");
      line.add("revision", rows.integer(kRevision));
      const std::string name = rows.text(first);
      line.add("field", name);
      const model::Field& field = name == model::source_field().name ? model::source_field() : *job_.entity.field(name);
      if (field.type == model::FieldType::list) {
        JsonText written = JsonText::object();
        line.add_json("old", write::json_array(text::split(rows.text(first + 1), "; ")));
        line.add_json("new", list(field, rows.integer(kRow), written));
        line.add_json("written", written.text());
      } else {
        line.add_json("old", value_of(rows, first + 1));
        line.add_json("new", value_of(rows, first + 2));
      }
      end(line, rows);
    }
  }

  void write_new() {
    index_items(job_);
    std::vector<const model::Field*> fields = job_.mapped();
    std::erase_if(fields, [](const model::Field* field) { return field->name == "code"; });
    std::string values;
    for (const model::Field* field : fields) values += ", " + shown_new_value(job_, *field);
    sqlite::Statement rows = job_.connection.prepare(
        fmt::format("SELECT {}{} FROM {} WHERE i.is_new ORDER BY i.row", first_columns(), values, from_rows()));
    while (rows.step()) {
      JsonText line = begin(rows, "new");
      JsonText object = JsonText::object();
      JsonText written = JsonText::object();
      int column = kKey + static_cast<int>(key_.size());
      for (const model::Field* field : fields) {
        const int value = column++;
        if (rows.is_null(value)) continue;
        const bool is_list = field->type == model::FieldType::list;
        object.add_json(field->name, is_list ? list(*field, rows.integer(kRow), written) : value_of(rows, value));
      }
      line.add_json("values", object.text());
      if (!written.is_empty()) line.add_json("written", written.text());
      end(line, rows);
    }
  }

  /// Code and word of each record that the list of row ?1 names, one that there is or a new one of this plan.
  sqlite::Statement& items_of(const model::Field& field) {
    const auto known = items_.find(&field);
    if (known != items_.end()) return known->second;
    const std::string code = fmt::format(
        "ifnull((SELECT code FROM main.{} WHERE id = r.target_id),"
        " (SELECT code FROM temp.created WHERE kind = {} AND id = r.target_id))",
        model::entity_named(field.target).table, model::quoted(field.target));
    return items_
        .emplace(&field, job_.connection.prepare(fmt::format(
                             "SELECT {0}, t.value FROM {1} AS t CROSS JOIN temp.resolved AS r ON r.kind = {2} AND"
                             " r.value = t.value WHERE t.row = ? AND {0} IS NOT NULL ORDER BY t.position, 1",
                             code, item_table(field), model::quoted(field.target))))
        .first->second;
  }

  /// The codes of a list in the order of the input, as a JSON array; their words go into `written`.
  std::string list(const model::Field& field, std::int64_t row, JsonText& written) {
    std::vector<std::string> codes;
    std::vector<std::string> texts;
    sqlite::Statement& items = items_of(field);
    items.bind_all(row);
    while (items.step()) {
      codes.push_back(items.text(0));
      texts.push_back(items.text(1));
    }
    items.reset();
    written.add_json(field.name, write::json_array(texts));
    return write::json_array(codes);
  }

  Plan& plan_;
  Job& job_;
  write::Sink& sink_;
  std::vector<std::string> key_;
  std::map<const model::Field*, sqlite::Statement> items_;
};

}  // namespace

void write_saved_plan(Plan& plan, write::Sink& sink) {
  PlanWriter(plan, sink).write();
}

}  // namespace iscm::import
