#include "import/saved_plan_write.hpp"

#include <fmt/format.h>

#include <map>

#include "import/new_records.hpp"
#include "import/plan_changes.hpp"
#include "import/row_sql.hpp"
#include "import/saved_plan.hpp"
#include "model/sql_of.hpp"
#include "text/utf8.hpp"
#include "write/json.hpp"

namespace iscm::import {
namespace {

using write::JsonText;

std::string json_value(const sqlite::Statement& row, int column) {
  return row.is_null(column) ? "null" : write::json_string(row.text(column));
}

/// Adds the columns of a row that are not NULL, from `first` on, under their names.
void add_columns(JsonText& line, const sqlite::Statement& row, int first = 0) {
  for (int column = first; column < row.columns(); ++column) {
    if (!row.is_null(column)) line.add(row.column_name(column), row.text(column));
  }
}

class PlanWriter {
public:
  PlanWriter(Plan& plan, write::Sink& sink) : plan_(plan), job_(plan.job()), sink_(sink) {}

  void write() {
    write_header();
    list_changes(job_, -1);
    write_created();
    write_aliases();
    write_records();
  }

private:
  void put(const JsonText& line) { sink_.write(line.text() + "\n"); }

  void write_header() {
    const read::FileFacts facts = plan_.rows().facts();
    put(JsonText::object()
            .add("iscm_plan", std::int64_t{kSavedPlanVersion})
            .add("entity", job_.entity.name)
            .add("file", plan_.request().file)
            .add("sha256", facts.sha256)
            .add("bytes", static_cast<std::int64_t>(facts.bytes))
            .add("delimiter", std::string_view(&facts.delimiter, 1))
            .add_json("ends_with_newline", facts.ends_with_newline ? "true" : "false")
            .add_json("header", write::json_array(plan_.rows().header()))
            .add_json("mapping", write::json_array(job_.mapping())));
  }

  static JsonText begin(std::int64_t line, std::string_view action) {
    JsonText object = JsonText::object();
    if (line > 0) object.add("line", line);
    return object.add("action", action);
  }

  void write_created() {
    sqlite::Statement rows = job_.connection.prepare(fmt::format(
        "SELECT i.line, c.kind AS kind, c.code AS record, c.name, c.acronym, c.address, {} AS source FROM "
        "temp.created AS c LEFT JOIN temp.input AS i ON i.row = c.row ORDER BY c.row, c.kind, c.id",
        code_of_id(job_, model::source_field(), "iif(c.kind = 'source' AND i.id_source = c.id, NULL, i.id_source)")));
    while (rows.step()) {
      JsonText values = JsonText::object();
      int column = 2;
      for (const model::Field* field : created_fields(model::entity_named(rows.text(1)))) {
        ++column;
        if (field != nullptr && !rows.is_null(column)) values.add(field->name, rows.text(column));
      }
      JsonText line = begin(rows.integer(0), "new");
      line.add("kind", rows.text(1)).add("record", rows.text(2)).add_json("values", values.text());
      add_columns(line, rows, column + 1);
      put(line);
    }
  }

  void write_aliases() {
    sqlite::Statement rows = job_.connection.prepare(
        "SELECT kind, code AS record, alias, nullif(source, '') AS source FROM temp.learned ORDER BY kind, alias");
    while (rows.step()) {
      JsonText line = begin(0, "alias");
      add_columns(line, rows);
      put(line);
    }
  }

  void write_records() {
    enum Column { kRow, kLine, kAction, kRevision, kSource, kCells, kKey };
    sqlite::Statement rows = job_.connection.prepare(
        fmt::format("SELECT i.row, i.line, p.action, t.revision, {}, i.cells, {} FROM temp.planned AS p "
                    "CROSS JOIN temp.input AS i ON i.row = p.row LEFT JOIN main.{} AS t ON NOT i.is_new AND {} "
                    "ORDER BY i.row",
                    code_of_id(job_, model::source_field(), "i.id_source"), model::joined(key_values(job_)),
                    job_.entity.table, same_record(job_.entity)));
    while (rows.step()) {
      const auto begin_line = [&] {
        JsonText line = begin(rows.integer(kLine), rows.text(kAction));
        return line.add_json("record", record_of(rows, kKey));
      };
      const auto end_line = [&](JsonText& line) {
        if (!rows.is_null(kSource)) line.add("source", rows.text(kSource));
        if (rows.integer(kLine) > 0) line.add_json("cells", rows.text(kCells));
        put(line);
      };
      if (rows.text(kAction) == "new") {
        JsonText line = begin_line();
        add_values(line, rows.integer(kRow));
        end_line(line);
        continue;
      }
      for_each_value(rows.integer(kRow), [&](const model::Field& field, const sqlite::Statement& value) {
        // Every line of the record has the source; a line of its own says that a link that stands is cited.
        if (&field == &model::source_field() && (job_.entity.has_code() || !is_cited(rows.integer(kRow)))) return;
        JsonText line = begin_line();
        line.add("revision", rows.integer(kRevision)).add("field", field.name);
        if (field.type == model::FieldType::list) {
          JsonText written = JsonText::object();
          line.add_json("old", write::json_array(text::split(value.text(1), "; ")));
          line.add_json("new", list(field, rows.integer(kRow), written)).add_json("written", written.text());
        } else {
          line.add_json("old", json_value(value, 1)).add_json("new", json_value(value, 2));
        }
        end_line(line);
      });
      if (!job_.entity.has_code()) continue;
      // A fact that is cited is set to the value that it has.
      cited_.bind_all(rows.integer(kRow));
      while (cited_.step()) {
        JsonText line = begin_line();
        line.add("revision", rows.integer(kRevision)).add("field", cited_.text(0));
        line.add_json("old", json_value(cited_, 1)).add_json("new", json_value(cited_, 1));
        end_line(line);
      }
      cited_.reset();
    }
  }

  bool is_cited(std::int64_t row) {
    return job_.connection.integer("SELECT 1 FROM temp.cited WHERE row = ?", row).has_value();
  }

  /// The key of the record in columns from `first` on: its code, or an object.
  [[nodiscard]] std::string record_of(const sqlite::Statement& row, int first) const {
    if (job_.entity.has_code()) return json_value(row, first);
    JsonText key = JsonText::object();
    for (const model::Field* field : identifying_fields(job_.entity)) {
      key.add_json(field->name, json_value(row, first++));
    }
    return key.text();
  }

  /// Calls `use` with each field of a planned record and the row field, old, new.
  template <typename Use>
  void for_each_value(std::int64_t row, const Use& use) {
    values_.bind_all(row);
    while (values_.step()) {
      const std::string name = values_.text(0);
      use(name == model::source_field().name ? model::source_field() : model::field_named(job_.entity, name), values_);
    }
    values_.reset();
  }

  /// The values of a new record, but for its source, which is that of the line.
  void add_values(JsonText& line, std::int64_t row) {
    JsonText values = JsonText::object();
    JsonText written = JsonText::object();
    for_each_value(row, [&](const model::Field& field, const sqlite::Statement& value) {
      if (&field == &model::source_field()) return;
      const bool is_list = field.type == model::FieldType::list;
      values.add_json(field.name, is_list ? list(field, row, written) : json_value(value, 2));
    });
    line.add_json("values", values.text());
    if (!written.is_empty()) line.add_json("written", written.text());
  }

  /// Code and word of each record that the list of row ?1 names, one that there is or a new one of this plan.
  sqlite::Statement& items_of(const model::Field& field) {
    const auto known = items_.find(&field);
    if (known != items_.end()) return known->second;
    return items_
        .emplace(&field, job_.connection.prepare(fmt::format(
                             "SELECT {0} AS code, t.value FROM {1} AS t CROSS JOIN temp.resolved AS r ON r.kind = {2} "
                             "AND r.value = t.value WHERE t.row = ? AND {0} IS NOT NULL ORDER BY t.position, 1",
                             code_of_id(job_, field, "r.target_id"), item_table(field), model::quoted(field.target))))
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
  sqlite::Statement values_ =
      job_.connection.prepare("SELECT field, old, new FROM temp.planned_value WHERE row = ? ORDER BY place");
  sqlite::Statement cited_ =
      job_.connection.prepare("SELECT fact, value FROM temp.planned_citation WHERE row = ? ORDER BY place");
  std::map<const model::Field*, sqlite::Statement> items_;
};

}  // namespace

void write_saved_plan(Plan& plan, write::Sink& sink) {
  PlanWriter(plan, sink).write();
}

}  // namespace iscm::import
