#pragma once

#include "import/staging.hpp"

// To which record a new one belongs: a meeting or outcome to its mechanism. Nothing of the schema asks for it, as the
// global consultations belong to none; so it is asked here.

namespace iscm::import {

/// The code of the problem of a new record whose code is what another record is called.
inline constexpr std::string_view kCodeOfAnother = "code-of-another";

/// Rejects new records that may belong to one, name none, and of which nobody said that this is meant (`said`: the
/// fields whose empty cells are meant; `every`: all are). `accepts_codes`: a row with a code of its own and an empty
/// cell says so too, as a record that was exported does.
void reject_without_owner(Job& job, bool every, std::span<const std::string> said, bool accepts_codes);

/// Rejects new meetings and outcomes whose given code is a code or name of a record that they may refer to: "midsa" was
/// hardly meant as the code of a meeting.
void reject_code_of_another(Job& job);

}  // namespace iscm::import
