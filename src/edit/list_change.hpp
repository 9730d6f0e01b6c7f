#pragma once

#include <string>

#include "model/words.hpp"
#include "sqlite/connection.hpp"

namespace iscm::edit {

/// The whole list that a list field of the record is to be, in one cell: what the words on it (FIELD=, FIELD+=,
/// FIELD-=), in their order, make of the links that there are. Empty: the list is to be cleared. Throws
/// Error(Exit::refused) where something is taken from it that is unknown or not there, with what is there.
std::string changed_list(sqlite::Connection& connection, const model::Entity& entity, std::int64_t record,
                         const model::EditWords& words, const model::Field& field);

}  // namespace iscm::edit
