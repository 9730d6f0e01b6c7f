#include "sqlite/functions.hpp"

#include <sqlite3.h>

#include <array>
#include <memory>

#include "sqlite/sqlite_error.hpp"

namespace iscm::sqlite {
namespace {

constexpr int kMostArguments = 4;

void call(sqlite3_context* context, int count, sqlite3_value** values) {
  const auto& function = *static_cast<TextFunction*>(sqlite3_user_data(context));
  std::array<std::optional<std::string_view>, kMostArguments> arguments{};
  for (int i = 0; i < count; ++i) {
    if (sqlite3_value_type(values[i]) == SQLITE_NULL) continue;
    const void* text = sqlite3_value_text(values[i]);
    arguments[static_cast<std::size_t>(i)] =
        std::string_view(static_cast<const char*>(text), static_cast<std::size_t>(sqlite3_value_bytes(values[i])));
  }
  try {
    const auto result = function(std::span(arguments.data(), static_cast<std::size_t>(count)));
    if (result) {
      sqlite3_result_text64(context, result->data(), result->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    } else {
      sqlite3_result_null(context);
    }
  } catch (const std::exception& failure) {
    // An exception must not pass through SQLite's own frames.
    sqlite3_result_error(context, failure.what(), -1);
  }
}

}  // namespace

void add_text_function(Connection& connection, const char* name, int arguments, TextFunction function) {
  auto owned = std::make_unique<TextFunction>(std::move(function));
  const int code = sqlite3_create_function_v2(
      connection.handle(), name, arguments, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, owned.get(), call,
      nullptr, nullptr, [](void* function_to_drop) { delete static_cast<TextFunction*>(function_to_drop); });
  static_cast<void>(owned.release());  // SQLite owns it now, and has dropped it if the call failed
  if (code != SQLITE_OK) throw error_of(connection.handle(), code, sqlite3_errmsg(connection.handle()), name);
}

}  // namespace iscm::sqlite
