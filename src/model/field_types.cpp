#include "model/field_types.hpp"

#include <algorithm>
#include <charconv>

#include "text/partial_date.hpp"
#include "text/utf8.hpp"

namespace iscm::model {
namespace {

constexpr std::int64_t kFirstYear = 1900;
constexpr std::int64_t kLastYear = 2100;

bool is_code(std::string_view value, std::string_view /*choices*/) {
  constexpr std::size_t kLongest = 100;
  const bool is_shortened_number = value.find("E+") != std::string_view::npos && is_exponent_form(value);
  return value.size() <= kLongest && text::is_ascii_word(value, "+._-") &&
         text::is_ascii_word(value.substr(0, 1), {}) && !is_shortened_number;
}

bool is_count(std::string_view value, std::string_view /*choices*/) {
  constexpr std::size_t kMostDigits = 12;
  return value.size() <= kMostDigits && text::is_digits(value) && (value.size() == 1 || value[0] != '0');
}

bool is_position(std::string_view value, std::string_view choices) {
  return is_count(value, choices) && value != "0";
}

bool is_year(std::string_view value, std::string_view /*choices*/) {
  if (value.size() != 4 || !text::is_digits(value)) return false;
  std::int64_t year = 0;
  std::from_chars(value.data(), value.data() + value.size(), year);
  return year >= kFirstYear && year <= kLastYear;
}

bool is_date(std::string_view value, std::string_view /*choices*/) {
  return text::is_partial_date(value);
}

bool is_one_of(std::string_view value, std::string_view choices) {
  const auto known = text::split(choices, " ");
  return std::find(known.begin(), known.end(), value) != known.end();
}

bool is_address(std::string_view value, std::string_view /*choices*/) {
  const auto begins = [&](std::string_view start) { return value.size() > start.size() && value.starts_with(start); };
  const bool is_one_word =
      std::all_of(value.begin(), value.end(), [](char c) { return static_cast<unsigned char>(c) > ' '; });
  return is_one_word && (begins("http://") || begins("https://"));
}

bool is_iso2(std::string_view value, std::string_view /*choices*/) {
  return value.size() == 2 && std::all_of(value.begin(), value.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_m49(std::string_view value, std::string_view /*choices*/) {
  return value.size() == 3 && text::is_digits(value);
}

bool is_language(std::string_view value, std::string_view /*choices*/) {
  return (value.size() == 2 || value.size() == 3) &&
         std::all_of(value.begin(), value.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

constexpr TypeInfo kTypes[] = {
    {.type = FieldType::code,
     .name = "code",
     .rule = "a code has up to 100 of A-Z a-z 0-9 + . _ - and begins with a letter or digit",
     .broken = "not-a-code",
     .keeps = is_code,
     .pattern = "[A-Za-z0-9][A-Za-z0-9+._-]{0,99}"},
    {.type = FieldType::text, .name = "text", .rule = "", .broken = ""},
    {.type = FieldType::count,
     .name = "count",
     .rule = "a whole number, 0 or more, in digits alone",
     .broken = "not-a-count",
     .keeps = is_count,
     .is_number = true,
     .json_type = "integer",
     .minimum = 0},
    {.type = FieldType::position,
     .name = "position",
     .rule = "a whole number, 1 or more, in digits alone",
     .broken = "not-a-position",
     .keeps = is_position,
     .is_number = true,
     .json_type = "integer",
     .minimum = 1},
    {.type = FieldType::year,
     .name = "year",
     .rule = "a year from 1900 to 2100 in four digits",
     .broken = "not-a-year",
     .keeps = is_year,
     .is_number = true,
     .json_type = "year",
     .minimum = kFirstYear,
     .maximum = kLastYear},
    {.type = FieldType::date,
     .name = "date",
     .rule = "a date as 2013, 2013-05 or 2013-05-14",
     .broken = "not-a-date",
     .keeps = is_date,
     .pattern = "[12][0-9]{3}(-[0-9]{2}(-[0-9]{2})?)?"},
    {.type = FieldType::choice, .name = "choice", .rule = "one of {}", .broken = "not-a-choice", .keeps = is_one_of},
    {.type = FieldType::address,
     .name = "address",
     .rule = "an address that begins with http:// or https://",
     .broken = "not-an-address",
     .keeps = is_address},
    {.type = FieldType::iso2,
     .name = "iso2",
     .rule = "the two capitals of ISO 3166-1 alpha-2",
     .broken = "not-iso2",
     .keeps = is_iso2,
     .pattern = "[A-Z]{2}"},
    {.type = FieldType::m49,
     .name = "m49",
     .rule = "three digits with their leading zeros, as 024",
     .broken = "not-m49",
     .keeps = is_m49,
     .pattern = "[0-9]{3}"},
    {.type = FieldType::language,
     .name = "language",
     .rule = "the two or three small letters of ISO 639, as fr",
     .broken = "not-a-language",
     .keeps = is_language,
     .pattern = "[a-z]{2,3}"},
    {.type = FieldType::reference, .name = "reference", .rule = "the code or a name of a {}", .broken = ""},
    {.type = FieldType::list, .name = "list", .rule = "codes or names of {}, with {} between", .broken = ""},
};

}  // namespace

const TypeInfo& type_info(FieldType type) {
  return *std::find_if(std::begin(kTypes), std::end(kTypes), [&](const TypeInfo& info) { return info.type == type; });
}

bool is_exponent_form(std::string_view value) {
  const std::size_t e = value.find_first_of("eE");
  if (e == std::string_view::npos) return false;
  const std::string_view number = value.substr(0, e);
  std::string_view exponent = value.substr(e + 1);
  if (exponent.starts_with('+') || exponent.starts_with('-')) exponent.remove_prefix(1);
  const std::size_t point = number.find_first_of(".,");
  const std::string_view decimals = point == std::string_view::npos ? "" : number.substr(point + 1);
  return text::is_digits(number.substr(0, point)) && (decimals.empty() || text::is_digits(decimals)) &&
         text::is_digits(exponent);
}

}  // namespace iscm::model
