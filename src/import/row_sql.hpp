#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "import/staging.hpp"

// The SQL for the rows of an import. Unless a comment says otherwise each function returns an
// expression over temp.input AS i and, if the row has a stored record, that record as main.<table> AS t. You need this
// header when a step compares, checks, shows or writes values of rows.

namespace iscm::import {

/// Fields of a link that say nothing of whether it is so: a source that is given with them is none for the link. For
/// IN.
inline constexpr std::string_view kSaysNothingOfTheLink = "'note', 'published_name', 'position'";

/// The fields that say which row of an entity is meant: the code, or those of Entity::key.
std::vector<const model::Field*> identifying_fields(const model::Entity& entity);

/// The value that the row gives, as it is stored; NULL if it gives none.
std::string stored_value(const model::Field& field);

/// The value of a field of a new record.
std::string new_value(const Job& job, const model::Field& field);

/// The value of a field once the input is written, of a new record or a changed one. For mapped fields, call it after
/// mark_cleared().
std::string value_to_be(const Job& job, const model::Field& field);

/// A condition: the row clears this field of its record.
std::string clears(const model::Field& field);

/// Whether any row clears this field. Most inputs clear nothing, and need not be asked row by row.
bool is_ever_cleared(const Job& job, const model::Field& field);

/// What a field is after it was cleared: what a new record gets if the input says nothing.
std::string cleared_value(const model::Field& field);

/// A condition: t is the record of the row. Pure links have no id: their two records are their key.
std::string same_record(const model::Entity& entity);

/// A condition: this field of `row` (an alias of the table or of its history) has a value. Folded if the field is
/// compared so.
std::string equals(const model::Field& field, std::string_view row, std::string_view value);

/// A condition: `row` (an alias of the table or of its history) is the same pure link or record as t.
std::string same_as_stored(const model::Entity& entity, std::string_view row);

/// Joins the record of a row that has one as t; nothing for a pure link, which has no fields but its key.
std::string record_join(const Job& job);

/// The records that a list cell names: a query.
std::string wanted_links(const model::Field& field);

/// The codes of the records that a list cell names, with "; " between, in their order.
std::string wanted_codes(const Job& job, const model::Field& field);

/// The codes of the records that the list of the stored record has, in the same form.
std::string present_codes(const Job& job, const model::Field& field);

/// The records that the list of the stored record has: a query.
std::string present_links(const Job& job, const model::Field& field);

/// The code of the record that a field refers to by `id`, be it stored, created for this input or a new row of it.
std::string code_of_id(const Job& job, const model::Field& field, const std::string& id);

/// A value as people write it: the code of a record, not its id.
std::string shown_value(const Job& job, const model::Field& field, const std::string& value);

/// The value that the row gives to a field of its new record, as people write it.
std::string shown_new_value(const Job& job, const model::Field& field);

/// The code of the record, or the parts of its key, as it is stored, or if it is new as it will be: an expression each.
std::vector<std::string> key_values(const Job& job);

/// The same in one text: "midsa KEN member".
std::string record_label(const Job& job);

/// Whether records of other kinds will be made for this input.
bool creates_records(const Job& job);

}  // namespace iscm::import
