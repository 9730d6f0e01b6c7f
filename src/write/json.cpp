#include <cmath>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "write/cell_text.hpp"
#include "write/json_text.hpp"
#include "write/writers.hpp"

namespace iscm::write {
namespace {

/// The names of the columns, made unique: of two values under one key, a reader keeps only the last. "n", "n" becomes
/// "n", "n_2".
std::vector<std::string> unique_names(std::span<const Column> columns) {
  std::unordered_set<std::string> taken;
  for (const Column& column : columns) taken.insert(column.name);
  std::unordered_set<std::string> used;
  std::vector<std::string> names;
  for (const Column& column : columns) {
    std::string name = column.name;
    for (int number = 2; used.contains(name) || (name != column.name && taken.contains(name)); ++number) {
      name = column.name + "_" + std::to_string(number);
    }
    used.insert(name);
    names.push_back(std::move(name));
  }
  return names;
}

struct AppendValueTo {
  std::string& json;

  void operator()(std::monostate) const { json += "null"; }
  void operator()(std::int64_t number) const { json += std::to_string(number); }
  void operator()(double number) const {
    if (std::isfinite(number)) {
      append_number(json, number);
    } else {
      json += "null";  // JSON has no infinity, and 9e999 makes strict readers fail
    }
  }
  void operator()(std::string_view text) const { append_json_string(json, text); }
};

/// Makes one object of each row, on one line.
class Objects {
public:
  void set_columns(std::span<const Column> columns) {
    keys_.clear();
    for (const std::string& name : unique_names(columns)) {
      std::string key(keys_.empty() ? "" : ",");
      append_json_string(key, name);
      keys_.push_back(key + ":");
    }
  }

  /// The object for a row; it stands until the next call.
  std::string_view object(std::span<const Cell> cells) {
    object_ = "{";
    for (std::size_t i = 0; i < cells.size(); ++i) {
      object_ += keys_[i];
      std::visit(AppendValueTo{object_}, cells[i]);
    }
    object_ += '}';
    return object_;
  }

private:
  std::vector<std::string> keys_;  // each with what stands around it in the object
  std::string object_;
};

/// One array of objects, an object a line.
class JsonWriter final : public RowWriter {
public:
  JsonWriter(Sink& sink, WriterOptions options) : sink_(sink), options_(std::move(options)) {}

private:
  void do_begin(std::span<const Column> columns) override {
    objects_.set_columns(columns);
    sink_.write("[");
  }

  void do_row(std::span<const Cell> cells) override {
    sink_.write(empty_ ? "\n" : ",\n");
    sink_.write(objects_.object(cells));
    empty_ = false;
  }

  void do_end() override {
    sink_.write(empty_ ? "]" : "\n]");
    if (options_.final_newline) sink_.write("\n");
  }

  Sink& sink_;
  WriterOptions options_;
  Objects objects_;
  bool empty_ = true;
};

/// An object a line and nothing else, so that each line can be read alone.
class NdjsonWriter final : public RowWriter {
public:
  NdjsonWriter(Sink& sink, const WriterOptions& options) : lines_(sink, options) {}

private:
  void do_begin(std::span<const Column> columns) override { objects_.set_columns(columns); }
  void do_row(std::span<const Cell> cells) override { lines_.write(objects_.object(cells)); }
  void do_end() override { lines_.end(); }

  Lines lines_;
  Objects objects_;
};

}  // namespace

std::unique_ptr<RowWriter> json_writer(Sink& sink, const WriterOptions& options) {
  return std::make_unique<JsonWriter>(sink, options);
}

std::unique_ptr<RowWriter> ndjson_writer(Sink& sink, const WriterOptions& options) {
  return std::make_unique<NdjsonWriter>(sink, options);
}

}  // namespace iscm::write
