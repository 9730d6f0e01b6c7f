#include "read/json_rows.hpp"

#include <fmt/format.h>

#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "read/json_object.hpp"
#include "read/problem_log.hpp"
#include "read/record_problems.hpp"
#include "read/text_window.hpp"

namespace iscm::read {
namespace {

/// The columns, in the order of their first appearance.
class Columns {
public:
  void add(std::string_view key) {
    if (names_.size() > kMaxColumns) return;
    if (numbers_.try_emplace(std::string(key), names_.size()).second) names_.emplace_back(key);
  }
  [[nodiscard]] std::optional<std::size_t> number_of(std::string_view key) {
    lookup_ = key;
    const auto found = numbers_.find(lookup_);
    if (found == numbers_.end()) return std::nullopt;
    return found->second;
  }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  void clear() { names_.clear(); }

private:
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::size_t> numbers_;
  std::string lookup_;
};

class JsonReader final : public RowSource {
public:
  JsonReader(std::unique_ptr<ByteSource> bytes, std::string name, const JsonOptions& options)
      : name_(std::move(name)), window_(std::move(bytes)), options_(options), records_(window_, options.shape) {
    find_columns();
    cells_.resize(columns_.names().size());
    texts_.resize(cells_.size());
  }

  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] std::span<const std::string> header() const override { return columns_.names(); }
  [[nodiscard]] std::size_t header_line() const override { return 1; }
  [[nodiscard]] std::size_t line() const override { return line_; }
  [[nodiscard]] std::span<const std::string_view> cells() const override {
    return on_row_ ? std::span(cells_) : std::span<const std::string_view>();
  }
  [[nodiscard]] std::span<const Problem> problems() const override { return log_.problems(); }
  [[nodiscard]] std::span<const Note> notes() const override { return notes_; }
  [[nodiscard]] std::string sha256() const override { return window_.source().sha256(); }
  [[nodiscard]] std::size_t bytes() const override { return window_.source().size(); }
  [[nodiscard]] bool ends_with_newline() const override { return records_.ends_with_newline(); }
  [[nodiscard]] char delimiter() const override { return ','; }

  bool next() override {
    on_row_ = false;
    while (!ended_ && !on_row_) {
      const bool found = records_.next();
      ++number_;
      if (found) {
        line_ = number_at(records_.start());
        on_row_ = read_row();
      } else {
        ended_ = true;
        if (records_.problem()) report_end(*records_.problem());
      }
    }
    return on_row_;
  }

private:
  /// Reads all once for its keys. What is wrong with rows is told when they are read as rows.
  void find_columns() {
    JsonRecords records(window_, options_.shape);
    std::optional<TextPosition> nameless;
    std::size_t rows = 0;
    std::size_t flawed = 0;
    std::size_t line = 0;
    // No further than rows are read: the input may be endless.
    while (rows <= options_.max_rows && flawed < kMaxProblems && records.next()) {
      const auto flaw = read_json_object(records.text(), [&](std::string_view key, std::string_view /*cell*/) {
        if (key.empty() && !nameless) nameless = records.start();
        columns_.add(key);
      });
      ++(flaw ? flawed : rows);
      shares_lines_ = shares_lines_ || records.start().line == line;
      line = records.start().line;
    }
    if (shares_lines_) notes_.push_back({1, "rows share lines, so the numbers behind the name of the file count rows"});
    if (columns_.names().size() > kMaxColumns) {
      columns_.clear();
      log_.add({1,
                {},
                {},
                "too-many-columns",
                fmt::format("the rows have more than {} different keys; at most that many are read", kMaxColumns)});
      ended_ = true;
      return;
    }
    if (nameless) {
      log_.add({nameless->line,
                column_name(columns_.names(), *columns_.number_of({})),
                {},
                "empty-header",
                "a key of the row is empty"});
    }
    window_.restart();
    if (columns_.names().empty()) tell_why_nothing();
  }

  void tell_why_nothing() {
    bool any = false;
    while (next()) any = true;
    if (any && log_.problems().empty()) log_.add({1, {}, {}, "no-header", "the rows have no keys"});
  }

  bool read_row() {
    std::string unknown;
    for (std::string& text : texts_) text.clear();
    auto flaw = read_json_object(records_.text(), [&](std::string_view key, std::string_view cell) {
      const auto number = columns_.number_of(key);
      if (number) {
        texts_[*number] = cell;
      } else {
        unknown = key;
      }
    });
    if (!flaw && !unknown.empty()) {
      flaw = JsonFlaw{"unknown-key", unknown, {}, 0, "the key was not there at first; did the file change?"};
    }
    if (flaw) {
      report(*flaw);
      return false;
    }
    if (rows_ == options_.max_rows) {
      log_.add(too_many_rows_problem(line_, options_.max_rows));
      ended_ = true;
      return false;
    }
    ++rows_;
    cells_.assign(texts_.begin(), texts_.end());
    return true;
  }

  void report(const JsonFlaw& flaw) {
    const std::string_view text = records_.text();
    const TextPosition at = records_.start().behind(text.substr(0, flaw.offset));
    ended_ = records_.torn();
    log_.add({number_at(at), flaw.key, flaw.value, flaw.code,
              place(at) + flaw.message + (ended_ ? "; reading ended here" : "")},
             text, {});
    ended_ = ended_ || log_.full();
  }

  void report_end(Problem problem) {
    problem.line = number_at(records_.start());
    problem.message = place(records_.start()) + problem.message;
    log_.add(std::move(problem));
  }

  /// What stands for the line: rows must have numbers of their own, so they are counted where they share lines.
  [[nodiscard]] std::size_t number_at(const TextPosition& at) const { return shares_lines_ ? number_ : at.line; }

  [[nodiscard]] std::string place(const TextPosition& at) const {
    const std::string line = shares_lines_ ? fmt::format("line {}, ", at.line) : std::string();
    return fmt::format("{}character {}: ", line, at.character);
  }

  std::string name_;
  TextWindow window_;
  JsonOptions options_;
  Columns columns_;
  ProblemLog log_;
  JsonRecords records_;
  std::vector<std::string> texts_;
  std::vector<std::string_view> cells_;
  std::vector<Note> notes_;
  bool shares_lines_ = false;
  std::size_t number_ = 0;  // of the object, from 1
  std::size_t line_ = 0;
  std::size_t rows_ = 0;  // given
  bool on_row_ = false;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<RowSource> open_json(std::unique_ptr<ByteSource> bytes, std::string display_name,
                                     const JsonOptions& options) {
  return std::make_unique<JsonReader>(std::move(bytes), std::move(display_name), options);
}

}  // namespace iscm::read
