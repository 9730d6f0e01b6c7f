#pragma once

// A plan as a file: NDJSON, one change a line, so that a person can read it, delete lines, and have the rest applied.
// The first line says what it is; each other line can be understood alone:
//
//   {"iscm_plan":1,"entity":"mechanism","file":"edition.csv","sha256":"..."}
//   {"line":2,"action":"change","record":"midsa","revision":7,"field":"year_established","old":"2000","new":"1999"}
//   {"line":3,"action":"new","record":"gender-dialogue","values":{"name":"Gender Dialogue","type":"IRF"}}
//
// New records of other kinds, and answers that become aliases, are changes too:
//
//   {"line":3,"action":"new","kind":"theme","record":"gender","values":{"name":"Gender"}}
//   {"action":"alias","kind":"theme","record":"mixed-flows","alias":"Mixed migration"}
//
// "cells" is the row as it was read, and the first line has the header and what else the record keeps of a file.
// A record without a code is named by its key: {"mechanism":"midsa","member":"KEN",...}. A list is an array of codes,
// and "written" has the words of the input for them. "revision" is that of the version for which the change was
// planned. To apply a plan is to import its records (saved_rows()) with ImportRequest::saved set to it.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/entities.hpp"
#include "read/row_source.hpp"

namespace iscm::import {

inline constexpr int kSavedPlanVersion = 1;

/// A text, or nothing if the field is empty.
using SavedText = std::optional<std::string>;

/// One field of a record that a saved plan sets.
struct SavedValue {
  std::size_t line = 0;  ///< in the plan
  SavedText old;
  SavedText wanted;                  ///< of a list the codes, with "; " between
  std::vector<std::string> codes{};  ///< of a list
  std::vector<std::string> written{};
};

/// What a saved plan does to one record.
struct SavedRecord {
  std::size_t line = 0;        ///< in the plan, the first about this record
  std::size_t input_line = 0;  ///< in the file that the plan was made from; 0: in none
  std::string cells;           ///< what was read there, a JSON array; may be empty
  bool is_new = false;
  std::int64_t revision = 0;
  std::vector<SavedText> key;  ///< its identifying fields
  std::string source;
  std::map<std::string, SavedValue, std::less<>> values;  ///< by field

  /// Its key, for people: "midsa KEN member".
  [[nodiscard]] std::string key_in_words() const {
    std::string text;
    for (const SavedText& part : key) {
      if (part) text += (text.empty() ? "" : " ") + *part;
    }
    return text;
  }
};

/// A new record of another kind.
struct SavedCreated {
  std::size_t line = 0;  ///< in the plan
  const model::Entity* kind = nullptr;
  std::string code{}, source{};       ///< the source may be empty
  std::array<SavedText, 3> values{};  ///< of created_fields()
};

/// A name to remember.
struct SavedAlias {
  std::size_t line = 0;  ///< in the plan
  const model::Entity* kind = nullptr;
  std::string code{}, alias{}, source{};  ///< the source may be empty
};

/// The file that a plan was made from.
struct SavedFile {
  std::string name;
  read::FileFacts facts{};
  std::string header{}, mapping{};  ///< JSON arrays; empty if the plan does not have them
};

struct SavedPlan {
  const model::Entity* entity = nullptr;
  SavedFile file;
  std::vector<SavedRecord> records;
  std::vector<SavedCreated> created;
  std::vector<SavedAlias> aliases;
};

}  // namespace iscm::import
