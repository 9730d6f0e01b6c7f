#include "cli/input_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "error.hpp"
#include "read/encoding.hpp"
#include "read/limits.hpp"
#include "read/table.hpp"
#include "text/suggest.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

std::vector<std::string> owned(std::span<const std::string_view> names) {
  return {names.begin(), names.end()};
}

/// The value of an option that is one of some names; nothing where the option is not given.
template <typename Value>
std::optional<Value> named_option(const Invocation& invocation, std::string_view option,
                                  std::optional<Value> (*parse)(std::string_view),
                                  std::span<const std::string_view> names) {
  if (!invocation.has(option)) return std::nullopt;
  const std::string name = invocation.get(option);
  if (const auto value = parse(name)) return value;
  const std::string guess = text::did_you_mean(name, owned(names));
  throw Error(Exit::usage, fmt::format("{}: unknown value \"{}\"", option, name),
              guess.empty() ? fmt::format("one of {}", fmt::join(names, ", ")) : guess);
}

std::size_t max_rows(const Invocation& invocation) {
  if (!invocation.has("--max-rows")) return read::kMaxRows;
  const std::string text = invocation.get("--max-rows");
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number == 0) {
    throw Error(Exit::usage, fmt::format("--max-rows: \"{}\" is no number of rows", text), "give one from 1 on");
  }
  return number;
}

/// Whether a line is a header by what it says. One cell is not enough: it may be a title.
class HeaderTest {
public:
  HeaderTest(std::vector<const model::Entity*> entities, std::vector<std::string> known_columns)
      : entities_(std::move(entities)), known_(std::move(known_columns)) {}

  bool operator()(std::span<const std::string_view> cells) const {
    return std::any_of(entities_.begin(), entities_.end(), [&](const model::Entity* entity) {
      const auto known = static_cast<std::size_t>(
          std::count_if(cells.begin(), cells.end(), [&](std::string_view cell) { return is_name(*entity, cell); }));
      return known >= 2 && known * 2 >= cells.size();
    });
  }

private:
  [[nodiscard]] bool is_name(const model::Entity& entity, std::string_view cell) const {
    return std::find(known_.begin(), known_.end(), cell) != known_.end() || model::find_field(entity, cell) != nullptr;
  }

  std::vector<const model::Entity*> entities_;
  std::vector<std::string> known_;
};

HeaderTest header_test(const Invocation& invocation, std::vector<std::string> known_columns) {
  std::vector<const model::Entity*> entities;
  if (invocation.has("--as")) {
    entities.push_back(&model::entity_named(invocation.get("--as")));
  } else {
    for (const model::Entity& entity : model::entities()) entities.push_back(&entity);
  }
  return {std::move(entities), std::move(known_columns)};
}

}  // namespace

std::unique_ptr<read::RowSource> open_input(const Invocation& invocation, const std::string& file,
                                            std::vector<std::string> known_columns) {
  read::TableOptions options;
  options.format = named_option(invocation, "--input-format", read::parse_input_format, read::input_format_names());
  options.encoding = named_option(invocation, "--encoding", read::parse_encoding, read::encoding_names());
  options.max_rows = max_rows(invocation);
  options.is_header = header_test(invocation, std::move(known_columns));
  return read::open_table(file, options);
}

void tell_notes(const std::string& file, std::span<const read::Note> notes) {
  for (const read::Note& note : notes) write::note(fmt::format("{}:{}: {}", file, note.line, note.message));
}

}  // namespace iscm::cli
