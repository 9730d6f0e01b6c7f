#include "model/written_value.hpp"

#include <algorithm>
#include <array>

#include "model/entities.hpp"
#include "model/spreadsheet.hpp"
#include "text/fold.hpp"
#include "text/partial_date.hpp"
#include "text/utf8.hpp"
#include "text/visible.hpp"

namespace iscm::model {
namespace {

/// Other words for a choice, folded, with "; " between: French first, then Spanish.
struct ChoiceWords {
  std::string_view word;
  std::string_view others;
};

constexpr ChoiceWords kChoiceWords[] = {
    {"member", "members; member state; membre; membres; etat membre; miembro; miembros; estado miembro"},
    {"observer", "observers; observer state; observateur; observatrice; observateurs; observador; observadora"},
    {"partner", "partners; partenaire; partenaires; socio; socia; asociado"},
    {"active", "actif; active; en activite; activo; activa"},
    {"dormant", "en sommeil; latente; en suspenso"},
    {"ended", "termine; terminee; terminado; terminada; finalizado"},
    {"unknown", "inconnu; inconnue; desconocido; desconocida"},
    {"state", "etat; pays; estado; pais"},
    {"territory", "territoire; territorio"},
    {"organization", "organisation; organizacion; organismo"},
    {"none", "aucun; aucune; ninguno; ninguna"},
    {"stated", "indique; declare; declarado; indicado"},
    {"inferred", "deduit; infere; deducido; inferido"},
    {"unsourced", "sans source; sin fuente"},
    {"permanent", "permanente"},
    {"rotating", "tournant; tournante; par rotation; rotativo; rotativa; rotatorio; rotatoria"},
    {"former", "ancien; ancienne; antiguo; antigua; anterior"},
    {"later", "ulterieur; ulterieure; posterior"},
    {"common", "courant; usuel; comun; usual"},
    {"short", "court; abrege; corto; abreviado"},
    {"misprint", "coquille; errata"},
    {"learned", "appris; aprendido"},
};

/// Nothing but separators and blanks.
bool has_no_item(std::string_view value, std::string_view separators) {
  for (const text::CodePoint& point : text::CodePoints(value)) {
    if (point.bytes != " " && separators.find(point.bytes) == std::string_view::npos) return false;
  }
  return true;
}

/// Which end of a time a field is.
enum class End { none, from, to };

End end_kind(const Field& field) {
  for (const auto& [from, to] : kSpans) {
    if (field.name == from) return End::from;
    if (field.name == to) return End::to;
  }
  return field.name == "until" ? End::to : End::none;
}

/// Whether a date may stand in the field: of a year only one.
bool fits(const Field& field, std::string_view date) {
  return date.empty() || broken_rule(field, date).empty();
}

}  // namespace

std::string_view choice_meant(const Field& field, std::string_view value) {
  if (value.empty() || type_info(field.type).keeps(value, field.choices)) return value;
  const std::string key = text::fold(value);
  const auto choices = words(field.choices);
  for (const std::string_view word : choices) {
    if (word == key) return word;
  }
  for (const ChoiceWords& entry : kChoiceWords) {
    const auto word = std::find(choices.begin(), choices.end(), entry.word);
    if (word == choices.end()) continue;
    const auto others = text::split(entry.others, "; ");
    if (std::find(others.begin(), others.end(), key) != others.end()) return *word;
  }
  return value;
}

std::optional<ReadTime> time_meant(const Field& field, std::string_view value, const DateOptions& options) {
  if (value.empty() || broken_rule(field, value).empty()) return std::nullopt;
  if (options.accepts_spreadsheets) {
    if (auto date = date_of_spreadsheet(field, value)) return ReadTime{std::move(*date)};
  }
  auto time = text::read_written_time(value, options.order);
  if (!time || !fits(field, time->from) || !fits(field, time->to)) return std::nullopt;
  switch (end_kind(field)) {
    case End::from:
      if (time->from.empty()) return std::nullopt;
      return ReadTime{std::move(time->from), std::move(time->to), time->is_open};
    case End::to:
      if (time->only_begins) return std::nullopt;
      // A start is in another field; "until 2013", and a date by itself, are ends.
      if (!time->from.empty() && (!time->to.empty() || time->is_open)) return std::nullopt;
      return ReadTime{time->to.empty() ? std::move(time->from) : std::move(time->to), {}, time->is_open};
    case End::none:
      break;
  }
  if (time->from.empty() || !time->to.empty() || time->is_open || time->only_begins) return std::nullopt;
  return ReadTime{std::move(time->from)};
}

std::string stored_value(const Field& field, std::string_view typed) {
  std::string value = text::squeezed(typed);
  if (field.type == FieldType::list && has_no_item(value, field.separator)) value.clear();
  if (field.type == FieldType::choice) return std::string(choice_meant(field, value));
  if (field.type == FieldType::date || field.type == FieldType::year) {
    // A range says something of another field too.
    if (auto time = time_meant(field, value); time && time->end.empty()) return std::move(time->value);
  }
  return value;
}

const Field* end_of(const Entity& entity, const Field& field) {
  for (const auto& [from, to] : kSpans) {
    if (field.name == from) return entity.field(to);
  }
  return nullptr;
}

}  // namespace iscm::model
