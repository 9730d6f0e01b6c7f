// Long: nobody but the reader needs its parts. Objects cuts the text into rows, so that reading can go on after one
// that is broken; ObjectReader reads one; JsonReader makes a table of them.
#include "read/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "read/problem_log.hpp"
#include "read/text_window.hpp"
#include "text/utf8.hpp"

namespace iscm::read {
namespace {

using nlohmann::json;

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kListSeparator = "; ";
constexpr std::string_view kNoRow = R"(a row is an object, as {"name": "value"})";

/// The columns in the order in which their keys come first, with the cells of one row.
class Columns {
public:
  using Cell = std::optional<std::string>;  ///< null if the row has no such key

  void start_row() { std::fill(cells_.begin(), cells_.end(), std::nullopt); }

  /// The cell of a key. Null if there is none yet, and if it cannot be added: `may_add` is false, or it is one too
  /// many.
  Cell* find(const std::string& key, bool may_add) {
    auto found = numbers_.find(key);
    if (found == numbers_.end()) {
      if (!may_add || names_.size() > kMaxColumns) return nullptr;
      found = numbers_.emplace(key, names_.size()).first;
      names_.push_back(key);
      cells_.emplace_back();
    }
    return &cells_[found->second];
  }
  /// The column whose name is empty.
  [[nodiscard]] std::optional<std::size_t> nameless() const {
    const auto found = numbers_.find("");
    return found == numbers_.end() ? std::nullopt : std::optional(found->second);
  }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] const std::vector<Cell>& cells() const { return cells_; }

private:
  std::vector<std::string> names_;
  std::vector<Cell> cells_;
  std::map<std::string, std::size_t> numbers_;
};

/// Why an object is no row.
struct Flaw {
  std::string code;
  std::string key;  ///< of the value that it is about, if any
  std::string value;
  std::size_t offset = 0;  ///< in the text of the object
  std::string message;     ///< without the place
};

/// Walks over a text and counts how far it was read: the events of the parser have no place.
struct Walk {
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  const char* at;
  std::size_t* walked;

  reference operator*() const { return *at; }
  Walk& operator++() {
    ++at;
    ++*walked;
    return *this;
  }
  bool operator==(const Walk& other) const { return at == other.at; }
};

/// Reads the text of one object into the cells of its keys.
class ObjectReader final : public json::json_sax_t {
public:
  /// `may_add`: new keys become columns.
  ObjectReader(std::string_view text, Columns& columns, bool may_add)
      : text_(text), columns_(columns), may_add_(may_add) {
    columns_.start_row();
  }

  std::optional<Flaw> run() {
    const char* begin = text_.data();
    json::sax_parse(Walk{begin, &walked_}, Walk{begin + text_.size(), &walked_}, this);
    return std::move(flaw_);
  }

  bool null() override {
    return in_list_ ? refuse("json-list", "null", "null in a list; a list holds texts") : take({});
  }
  bool boolean(bool is_true) override {
    const std::string word = is_true ? "true" : "false";
    if (!in_object_) return refuse_row(word);
    if (in_list_) return refuse("json-list", word, fmt::format("{} in a list; a list holds texts", word));
    return refuse("json-boolean", word, fmt::format("{} is not a value of a field; write the value as text", word));
  }
  bool number_integer(number_integer_t /*read*/) override { return number(); }
  bool number_unsigned(number_unsigned_t /*read*/) override { return number(); }
  bool number_float(number_float_t /*rounded*/, const string_t& /*written*/) override { return number(); }
  bool string(string_t& text) override {
    const std::size_t nul = text.find('\0');
    if (nul == std::string::npos) return take(text);
    return refuse("nul-byte", text.substr(0, nul), "the text has a NUL (\\u0000), which a text cannot have");
  }
  bool binary(binary_t& /*bytes*/) override { return false; }  // JSON has none

  bool start_object(std::size_t /*elements*/) override {
    if (in_object_) {
      return refuse("json-nested", "{", "an object within a row; a cell is a text, a number or a list of them");
    }
    in_object_ = true;
    return done();
  }
  bool key(string_t& name) override {
    key_ = trimmed_name(name);
    if (key_.find('\0') != std::string::npos) {
      return refuse("nul-byte", {}, "the name of a column has a NUL (\\u0000)");
    }
    cell_ = columns_.find(key_, may_add_);
    if (cell_ == nullptr) {
      return may_add_ || refuse("unknown-key", key_, "the key was not there at first; did the file change?");
    }
    if (*cell_) return refuse("duplicate-key", key_, "the row has this key twice");
    cell_->emplace();
    return done();
  }
  bool end_object() override { return done(); }
  bool start_array(std::size_t /*elements*/) override {
    if (!in_object_) return refuse_row("[");
    if (in_list_) {
      return refuse("json-nested", "[", "a list within a list; a cell is a text, a number or a list of them");
    }
    in_list_ = true;
    list_.clear();
    return done();
  }
  bool end_array() override {
    in_list_ = false;
    return take(list_);
  }
  bool parse_error(std::size_t position, const std::string& /*token*/, const json::exception& error) override {
    constexpr int kNumberOverflow = 406;
    if (error.id == kNumberOverflow) {
      if (!in_object_) return refuse_row(number_text());
      return refuse("json-number", number_text(),
                    fmt::format("{} is too large for a number; put it in quotes", shortened(number_text())));
    }
    // What the parser says, without its own prefix and place: "... - unexpected '}'; expected string literal".
    std::string_view reason = error.what();
    if (const std::size_t at = reason.find(" - "); at != std::string_view::npos) reason.remove_prefix(at + 3);
    token_ = position > 0 ? position - 1 : 0;
    return refuse("json-syntax", {}, std::string(reason.substr(0, reason.find("; last read"))));
  }

private:
  /// Where the token begins that the parser read last: after the one before it.
  [[nodiscard]] std::size_t token() const {
    return token_ ? *token_ : std::min(text_.find_first_not_of(" \t\r\n:,", last_end_), text_.size());
  }

  [[nodiscard]] std::string_view number_text() const {
    const std::size_t begin = token();
    return text_.substr(begin, text_.find_first_not_of("+-.0123456789eE", begin) - begin);
  }

  bool done() {
    last_end_ = walked_;
    return true;
  }

  bool number() {
    const std::string_view written = number_text();
    if (in_object_ && written.size() > 1 && written[0] == '0' && text::is_ascii_digit(written[1])) {
      return refuse(
          "json-syntax", written,
          fmt::format("{} begins with a zero, which JSON does not allow in a number; put it in quotes", written));
    }
    return take(written);
  }

  bool take(std::string_view text) {
    if (!in_object_) return refuse_row(text);
    if (in_list_) return take_item(text);
    if (text.size() > kMaxCellBytes) {
      return refuse("cell-too-long", text, fmt::format("the cell has more than {} bytes", kMaxCellBytes));
    }
    if (cell_ != nullptr) *cell_ = text;
    return done();
  }

  bool take_item(std::string_view text) {
    if (text.find(kListSeparator.front()) != std::string_view::npos) {
      return refuse("json-list", text,
                    "a text in a list has a semicolon, which separates the items of a list; give each its own text");
    }
    if (!list_.empty()) list_ += kListSeparator;
    list_ += text;
    return done();
  }

  bool refuse_row(std::string_view found) {
    token_ = 0;
    return refuse("json-row", found, std::string(kNoRow));
  }

  bool refuse(std::string_view code, std::string_view found, std::string message) {
    flaw_ = {std::string(code), key_, shortened(found), token(), std::move(message)};
    return false;
  }

  std::string_view text_;
  Columns& columns_;
  bool may_add_;
  std::size_t walked_ = 0;
  std::size_t last_end_ = 0;
  std::optional<std::size_t> token_;  // where the flaw is, if not at the last token
  bool in_object_ = false;
  bool in_list_ = false;
  std::string key_;
  Columns::Cell* cell_ = nullptr;
  std::string list_;
  std::optional<Flaw> flaw_;
};

/// Looks for the end of an object from its brace on, piece by piece. Texts within may have braces.
class ObjectEnd {
public:
  /// Looks at `text`, of which it saw the start before; true if the object ends in it, or breaks off.
  bool look(std::string_view text) {
    for (; at_ < text.size(); ++at_) {
      const char c = text[at_];
      if (in_text_) {
        if (c == '\n') return torn_ = true;  // no text of JSON has a line break
        in_text_ = escaped_ || c != '"';
        escaped_ = !escaped_ && c == '\\';
      } else if (c == '"') {
        in_text_ = true;
      } else if (c == '{' || c == '[') {
        ++depth_;
      } else if ((c == '}' || c == ']') && --depth_ == 0) {
        ++at_;
        return true;
      }
    }
    return false;
  }

  /// How far it has looked: the length of the object once that has ended.
  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] bool torn() const { return torn_; }

private:
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  bool in_text_ = false;
  bool escaped_ = false;
  bool torn_ = false;
};

/// Cuts a JSON text into the texts of its objects, without looking at what is in them.
class Objects {
public:
  Objects(TextWindow& window, JsonShape shape) : window_(window), shape_(shape) {}

  /// Goes to the next object; false at the end, and if problem() says why the text cannot be read on.
  bool next() {
    consume(std::exchange(length_, 0));
    if (done_) return false;
    return shape_ == JsonShape::lines ? next_line() : next_element();
  }

  /// The text of the object and where it starts; valid until next().
  [[nodiscard]] std::string_view text() const { return window_.text().substr(0, length_); }
  [[nodiscard]] const TextPosition& start() const { return at_; }
  /// The object is cut where it breaks off: it is no JSON, and nobody can tell where the next one starts.
  [[nodiscard]] bool torn() const { return torn_; }
  /// What is wrong at start(); without the place in its message.
  [[nodiscard]] const std::optional<Problem>& problem() const { return problem_; }
  [[nodiscard]] bool ends_with_newline() const { return last_ == '\n'; }

private:
  bool next_line() {
    if (peek() == 0) return stop_at_end();
    const std::size_t end = window_.find('\n', kMaxRecordBytes + 1);
    const std::size_t length = std::min(end, window_.text().size());
    if (length > kMaxRecordBytes) return stop_too_long();
    if (end == std::string_view::npos && window_.source().broken()) return stop_at_end();
    length_ = length;
    return true;
  }

  bool next_element() {
    const bool opens = before_;
    if (opens) {
      if (peek() == 0) return stop_at_end();
      if (peek() != '[') return stop("json-syntax", first(), "expected [, which begins an array of rows");
      consume(1);
      before_ = false;
    }
    if (peek() == ']') return end_array();
    if (!opens) {
      if (peek() == 0) return stop_at_end();
      if (peek() != ',') return stop("json-syntax", first(), "expected a comma or ] after the row");
      consume(1);
    }
    if (peek() == 0) return stop_at_end();
    if (peek() != '{') return stop("json-row", found_until(",]\n"), kNoRow);
    return cut_object();
  }

  bool end_array() {
    consume(1);
    if (peek() != 0) return stop("json-syntax", found_until("\n"), "text after the end of the array");
    if (window_.source().broken()) return stop_at_end();
    done_ = true;
    return false;
  }

  bool cut_object() {
    ObjectEnd end;
    while (!end.look(window_.text().substr(0, kMaxRecordBytes))) {
      if (end.at() == kMaxRecordBytes) return stop_too_long();
      if (window_.grow()) continue;
      if (window_.source().broken()) return stop_at_end();
      torn_ = true;
      break;
    }
    length_ = end.at();
    torn_ = torn_ || end.torn();
    done_ = torn_;
    return true;
  }

  /// The next character that is no blank, after going there; 0 at the end of the text.
  char peek() {
    for (;;) {
      const std::string_view text = window_.text();
      const std::size_t blanks = std::min(text.find_first_not_of(kBlanks), text.size());
      consume(blanks);
      if (blanks < text.size()) return window_.text().front();
      if (!window_.grow()) return 0;
    }
  }

  void consume(std::size_t bytes) {
    if (bytes == 0) return;
    const std::string_view text = window_.text().substr(0, bytes);
    at_ = at_.after(text);
    last_ = text.back();
    window_.consume(bytes);
  }

  [[nodiscard]] std::string_view first() const { return window_.text().substr(0, 1); }

  /// What is here, up to one of these characters: as much as a message shows, whatever the chunks are.
  std::string_view found_until(std::string_view ends) {
    constexpr std::size_t enough = 100;
    while (window_.text().size() < enough && window_.grow()) continue;
    const std::string_view text = window_.text().substr(0, enough);
    return text.substr(0, text.find_first_of(ends));
  }

  bool stop(std::string_view code, std::string_view found, std::string_view message) {
    done_ = true;
    problem_ =
        Problem{at_.line, {}, shortened(found), std::string(code), fmt::format("{}; reading ended here", message)};
    return false;
  }

  /// Of an array, that is before its end; of lines it is how they end.
  bool stop_at_end() {
    if (const auto& broken = window_.source().broken()) {
      at_ = at_.after(window_.text());
      return stop(broken->code, broken->bytes, broken->explanation);
    }
    done_ = true;
    if (shape_ == JsonShape::lines) return false;
    if (before_) return stop("no-header", {}, "the file is empty; an array of rows begins with [");
    return stop("json-syntax", {}, "the array is not closed; is the file complete?");
  }

  bool stop_too_long() {
    return stop("line-too-long", found_until("\n"), fmt::format("the row has more than {} bytes", kMaxRecordBytes));
  }

  TextWindow& window_;
  JsonShape shape_;
  TextPosition at_;  // of the start of the window
  std::size_t length_ = 0;
  bool before_ = true;  // the array is not open yet
  bool done_ = false;
  bool torn_ = false;
  char last_ = 0;
  std::optional<Problem> problem_;
};

class JsonReader final : public RowSource {
public:
  JsonReader(std::unique_ptr<ByteSource> bytes, std::string name, const JsonOptions& options)
      : RowSource(std::move(name)), window_(std::move(bytes)), options_(options), objects_(window_, options.shape) {
    find_columns();
  }

  [[nodiscard]] std::span<const std::string> header() const override { return columns_.names(); }
  [[nodiscard]] std::size_t line() const override { return line_; }
  [[nodiscard]] std::span<const std::string_view> cells() const override { return cells_; }
  [[nodiscard]] std::span<const Problem> problems() const override { return log_.problems(); }
  [[nodiscard]] std::span<const Note> notes() const override { return notes_; }
  [[nodiscard]] FileFacts facts() const override {
    return {window_.source().sha256(), window_.source().size(), ',', objects_.ends_with_newline()};
  }

  bool next() override {
    cells_.clear();
    bool on_row = false;
    while (!ended_ && !on_row) {
      ++number_;
      if (objects_.next()) {
        on_row = read_row();
      } else {
        ended_ = true;
        if (objects_.problem()) report_end(*objects_.problem());
      }
    }
    return on_row;
  }

private:
  /// Reads all once for its keys. What is wrong with rows is reported when they are read as rows.
  void find_columns() {
    Objects objects(window_, options_.shape);
    std::optional<std::size_t> nameless_line;
    std::size_t rows = 0;
    std::size_t flawed = 0;
    std::size_t line = 0;
    // No further than rows are read: the input may be endless.
    while (rows <= options_.max_rows && flawed < kMaxProblems && objects.next()) {
      const bool is_flawed = ObjectReader(objects.text(), columns_, true).run().has_value();
      ++(is_flawed ? flawed : rows);
      if (!nameless_line && columns_.nameless()) nameless_line = objects.start().line;
      shares_lines_ = shares_lines_ || objects.start().line == line;
      line = objects.start().line;
    }
    if (shares_lines_) notes_.push_back({1, "rows share lines, so the numbers after the name of the file count rows"});
    if (columns_.names().size() > kMaxColumns) {
      columns_ = {};
      log_.add(problem_on_line(
          1, "too-many-columns",
          fmt::format("the rows have more than {} different keys; at most that many are read", kMaxColumns)));
      ended_ = true;
      return;
    }
    if (nameless_line) {
      log_.add({*nameless_line,
                column_name(columns_.names(), *columns_.nameless()),
                {},
                "empty-header",
                "a key of the row is empty"});
    }
    window_.restart();
    if (columns_.names().empty()) report_why_nothing();
  }

  void report_why_nothing() {
    bool any = false;
    while (next()) any = true;
    if (any && log_.problems().empty()) log_.add(problem_on_line(1, "no-header", "the rows have no keys"));
  }

  bool read_row() {
    line_ = number_at(objects_.start());
    if (const auto flaw = ObjectReader(objects_.text(), columns_, false).run()) {
      report(*flaw);
      return false;
    }
    if (rows_ == options_.max_rows) {
      log_.add(too_many_rows_problem(line_, options_.max_rows));
      ended_ = true;
      return false;
    }
    ++rows_;
    for (const Columns::Cell& cell : columns_.cells()) {
      cells_.push_back(cell ? std::string_view(*cell) : std::string_view());
    }
    return true;
  }

  void report(const Flaw& flaw) {
    const std::string_view text = objects_.text();
    const TextPosition at = objects_.start().after(text.substr(0, flaw.offset));
    ended_ = objects_.torn();
    log_.add({number_at(at), flaw.key, flaw.value, flaw.code,
              place(at) + flaw.message + (ended_ ? "; reading ended here" : "")},
             text, {});
    ended_ = ended_ || log_.full();
  }

  void report_end(Problem problem) {
    problem.line = number_at(objects_.start());
    problem.message = place(objects_.start()) + problem.message;
    log_.add(std::move(problem));
  }

  /// The line, or the number of the object if rows share lines: rows must have numbers of their own.
  [[nodiscard]] std::size_t number_at(const TextPosition& at) const { return shares_lines_ ? number_ : at.line; }

  [[nodiscard]] std::string place(const TextPosition& at) const {
    const std::string line = shares_lines_ ? fmt::format("line {}, ", at.line) : std::string();
    return fmt::format("{}character {}: ", line, at.character);
  }

  TextWindow window_;
  JsonOptions options_;
  Columns columns_;
  ProblemLog log_;
  Objects objects_;
  std::vector<std::string_view> cells_;
  std::vector<Note> notes_;
  bool shares_lines_ = false;
  std::size_t number_ = 0;  // of the object, from 1
  std::size_t line_ = 0;
  std::size_t rows_ = 0;  // given
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<RowSource> open_json(std::unique_ptr<ByteSource> bytes, std::string display_name,
                                     const JsonOptions& options) {
  return std::make_unique<JsonReader>(std::move(bytes), std::move(display_name), options);
}

}  // namespace iscm::read
