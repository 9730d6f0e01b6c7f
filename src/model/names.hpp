#pragma once

// How a name finds the records of one kind: by their code, then their name, then an alias or acronym. Use it if the
// kind is known and the text is a name alone; typed words are understood in find_record.hpp.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/entities.hpp"
#include "sqlite/connection.hpp"

namespace iscm::model {

/// One of the ways in which records of an entity are named: an expression over its table and the tier that it is of.
struct NameQuery {
  std::string key;     ///< the folded name: "fold(name)", or a stored key
  std::string filled;  ///< the condition under which there is such a name
  std::string id;      ///< the column with the id of the record
  std::string table;
  NameTier tier;
  std::string written{};  ///< the expression that gives the name as it was written: "name", "alias"
  std::string called{};   ///< the field that it is, for people: "name_fr", "alias"
};

/// Every way in which records of this entity are named: codes, names, acronyms, "Name (ACRONYM)", aliases.
std::vector<NameQuery> name_queries(const Entity& kind);

/// The column by which the link and alias tables of an entity refer to it: mechanism_id.
std::string owner_column(const Entity& entity);

/// What a name finds among the records of one kind: the ids of the best tier that knows it, and that tier.
struct NamedRecords {
  std::vector<std::int64_t> ids;
  NameTier tier = NameTier::none;
};

/// The records of this kind with this name, through the tiers; none if nothing has it.
NamedRecords find_named(sqlite::Connection& connection, const Entity& kind, std::string_view name);

/// The records of this kind that a person means by `name`: one, or all for which an alias is used. Throws
/// Error(Exit::refused) with suggestions if nothing has the name, or if it is the code or name of several.
std::vector<std::int64_t> records_named(sqlite::Connection& connection, const Entity& kind, std::string_view name);

/// The records that a list with commas names; the whole is tried first, as names have commas too. Throws as
/// records_named() does.
std::vector<std::int64_t> records_listed(sqlite::Connection& connection, const Entity& kind, std::string_view list);

/// Throws Error(Exit::refused) "unknown mechanism", with what may have been meant.
[[noreturn]] void refuse_unknown_name(sqlite::Connection& connection, const Entity& kind, std::string_view name);

/// Every name and code of this kind, for suggestions; at most 5,000 of each.
std::vector<std::string> known_names(sqlite::Connection& connection, const Entity& kind);

/// The same of every kind.
std::vector<std::string> all_known_names(sqlite::Connection& connection);

}  // namespace iscm::model
