#include "model/sql_functions.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sqlite/functions.hpp"
#include "sqlite/virtual_tables.hpp"
#include "text/fold.hpp"

namespace iscm::model {
namespace {

using Arguments = std::span<const std::optional<std::string_view>>;

/// A function of one text. What gives no text gives NULL.
void add(sqlite::Connection& connection, const char* name, std::string (*function)(std::string_view)) {
  sqlite::add_text_function(connection, name, 1, [function](Arguments arguments) -> std::optional<std::string> {
    if (!arguments[0]) return std::nullopt;
    std::string text = function(*arguments[0]);
    if (text.empty()) return std::nullopt;
    return text;
  });
}

}  // namespace

void add_sql_functions(sqlite::Connection& connection) {
  add(connection, "fold", text::fold);
  add(connection, "slug", text::slug);
  sqlite::add_split_text(connection);
}

}  // namespace iscm::model
