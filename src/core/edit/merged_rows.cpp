#include "core/edit/merged_rows.hpp"

#include <fmt/format.h>

namespace iscm::core {

void keep_merged(db::Connection& connection, std::string_view table, const std::vector<std::string>& key,
                 std::string_view pairs, std::int64_t revision) {
  connection.run(fmt::format("INSERT INTO main.merged_rows (table_name, into_key1, into_key2, revision, from_key1, "
                             "from_key2) SELECT ?1, y.{0}, y.{1}, ?2, x.{0}, x.{1} FROM {2}",
                             key.front(), key.back(), pairs),
                 table, revision);
}

}  // namespace iscm::core
