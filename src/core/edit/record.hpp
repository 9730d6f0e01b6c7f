#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/edit/words.hpp"
#include "core/entities.hpp"
#include "db/connection.hpp"

namespace iscm::core {

/// One row of an entity, and what people call it: its code, or of a link what identifies it ("midsa KEN member 2018").
struct EditedRecord {
  std::int64_t id = 0;
  std::string label;
};

/// What tells a row of the entity from the others, over `row` (an alias of its table): the id, or of a pure link both
/// of its records in one number, as the import has it.
std::string identifier(const Entity& entity, std::string_view row);

/// SQL for what people call a row of the entity, over `row`: as the words by which a command finds it.
std::string label_of(const Entity& entity, std::string_view row);

/// "memberships" for "membership", but for one: "1 membership", "3 memberships".
std::string counted(std::int64_t number, const Entity& entity);

/// The record that the words name: one with a code by any of its names, a link by the words of its key in their order,
/// as many as are needed. A field that is part of the key narrows the choice where a link has that value; else it is
/// a change of the key. Throws Error: usage where nothing names it, refused where no record or more than one fits,
/// with suggestions, or with those that fit and what tells them apart.
EditedRecord record_of(db::Connection& connection, const Entity& entity, const EditWords& words);

/// The same where every field only says which: for `remove`.
EditedRecord record_with(db::Connection& connection, const Entity& entity, const EditWords& words);

/// The record of this kind that is called so, by its code or any other of its names. Throws as record_of() does.
EditedRecord record_called(db::Connection& connection, const Entity& entity, std::string_view name);

}  // namespace iscm::core
