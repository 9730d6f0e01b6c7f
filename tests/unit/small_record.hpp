#pragma once

#include <string>

#include "history_file.hpp"
#include "import/plan.hpp"
#include "model/sql_functions.hpp"

namespace iscm::test {

/// What other people may put into a name: an escape, a line break, a bidirectional override, markup.
inline const std::string kHostile = "A\x1b[31mB\nC\u202e<script>";

/// A small record, with the functions that queries call: two mechanisms of one member, themes of two levels.
inline sqlite::Connection small_record() {
  sqlite::Connection connection = fresh_file();
  model::add_sql_functions(connection);
  for (const char* sql : {
           "INSERT INTO sources (code, title) VALUES ('sheet', 'The sheet')",
           "INSERT INTO mechanism_types (code, name) VALUES ('RCP', 'Regional'), ('IRF', 'Interregional')",
           "INSERT INTO themes (code, name) VALUES ('movement', 'Movement')",
           "INSERT INTO themes (code, name, parent_id) VALUES ('return', 'Return', 1)",
           "INSERT INTO mechanisms (code, name, acronym, type_id, constituent_states) "
           "VALUES ('midsa', 'Dialogue for Southern Africa', 'MIDSA', 1, 2), ('rabat', 'Rabat Process', NULL, 2, NULL)",
           "INSERT INTO mechanism_themes (mechanism_id, theme_id, position, source_id) "
           "VALUES (1, 1, 2, 1), (1, 2, 1, 1), (2, 2, 1, 1)",
           "INSERT INTO members (code, name, name_fr, kind) VALUES ('AGO', 'Angola', NULL, 'state'), "
           "('CIV', 'Côte d''Ivoire', 'Côte d’Ivoire', 'state'), ('rabat', 'Rabat body', NULL, 'organization')",
           "INSERT INTO memberships (mechanism_id, member_id, role, valid_from, valid_to, basis, source_id) VALUES "
           "(1, 3, 'observer', NULL, NULL, 'stated', 1), (1, 1, 'member', '2000', '2004', 'stated', 1), "
           "(1, 2, 'member', NULL, NULL, 'stated', NULL), (2, 1, 'member', NULL, NULL, 'stated', NULL)",
           "INSERT INTO meetings (code, mechanism_id, title, date) VALUES ('midsa-2013', 1, 'Second ministerial', "
           "'2013')",
           "INSERT INTO mechanism_aliases (mechanism_id, alias, key, kind) VALUES (1, 'Southern talks', 'southern "
           "talks', "
           "'short')",
       }) {
    connection.run(sql);
  }
  return connection;
}

}  // namespace iscm::test
