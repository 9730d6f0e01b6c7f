#include "model/entity_data.hpp"

// The one description of every field: list, show, import, edit, `fields` and the data dictionary read it.
// A new field is a migration and a line here.

namespace iscm::model {
namespace {

// A field is read as a row of a table.
// clang-format off

using T = FieldType;

constexpr Field code_field(std::string_view example) {
  return {.name = "code", .type = T::code, .column = "code", .meaning = "what people type and files carry",
          .example = example, .tier = NameTier::code, .required = true};
}

constexpr Field kNote{.name = "note", .column = "note", .meaning = "anything worth adding",
    .synonyms = "remark; comment"};

constexpr Field name_field(std::string_view example, std::string_view synonyms = {}) {
  return {.name = "name", .column = "name", .meaning = "the name that this record uses", .example = example,
          .synonyms = synonyms, .tier = NameTier::name, .required = true};
}

constexpr Field acronym_field(std::string_view example = {}) {
  return {.name = "acronym", .column = "acronym", .meaning = "the short name in capitals", .example = example,
          .tier = NameTier::alias};
}

constexpr Field kWebsite{.name = "website", .type = T::address, .column = "website", .meaning = "its own site",
    .example = "https://www.iom.int/", .synonyms = "url"};

constexpr Field mechanism_reference(bool required) {
  return {.name = "mechanism", .type = T::reference, .column = "mechanism_id",
          .meaning = "the mechanism that this belongs to", .example = "midsa", .target = "mechanism",
          .synonyms = "iscm", .required = required};
}

constexpr Field kFrom{.name = "valid_from", .type = T::date, .column = "valid_from",
    .meaning = "since when, to the precision known; empty: not known", .example = "2013-05",
    .synonyms = "joined; from; start; since"};
constexpr Field kTo{.name = "valid_to", .type = T::date, .column = "valid_to",
    .meaning = "until when, to the precision known; empty: not known, or still so", .example = "2020",
    .synonyms = "left; to; end; until"};
constexpr Field kPublishedName{.name = "published_name", .column = "published_name",
    .meaning = "what the source wrote", .example = "Ivory Coast"};
constexpr Field kBasis{.name = "basis", .type = T::choice, .column = "basis",
    .meaning = "stated by the source, inferred from it, or unsourced", .example = "stated",
    .choices = "stated inferred unsourced", .fallback = "unsourced"};

constexpr Field kMechanism[] = {
    code_field("midsa"),
    name_field("Migration Dialogue for Southern Africa", "iscm; mechanism; dialogue; title"),
    acronym_field("MIDSA"),
    {.name = "type", .type = T::reference, .column = "type_id", .meaning = "RCP, IRF or GLOBAL", .example = "RCP",
     .target = "mechanism-type", .synonyms = "mechanism type; kind", .required = true},
    {.name = "year_established", .type = T::year, .column = "year_established",
     .meaning = "the year in which it began", .example = "2000", .synonyms = "year; established; founded"},
    {.name = "year_ended", .type = T::year, .column = "year_ended", .meaning = "the year in which it ended",
     .example = "2020", .synonyms = "ended"},
    {.name = "status", .type = T::choice, .column = "status", .meaning = "whether it meets", .example = "active",
     .choices = "active dormant ended unknown", .fallback = "unknown"},
    {.name = "constituent_states", .type = T::count, .column = "constituent_states",
     .meaning = "the number of constituent States, as published", .example = "15",
     .synonyms = "number of states; states", .is_of_its_source = true},
    {.name = "regions", .type = T::list, .column = "region_id", .meaning = "where its States lie, as published",
     .example = "africa – europe", .target = "region", .link_table = "mechanism_regions", .separator = "–;",
     .synonyms = "region"},
    {.name = "themes", .type = T::list, .column = "theme_id", .meaning = "principal thematic areas, as published",
     .example = "labour-migration; return", .target = "theme", .link_table = "mechanism_themes", .separator = ";",
     .synonyms = "theme; thematic areas; selected principal thematic areas; principal thematic areas"},
    {.name = "formal_association", .column = "formal_association",
     .meaning = "the institution that it is formally associated with", .example = "African Union"},
    kWebsite,
    {.name = "iom_page", .type = T::address, .column = "iom_page", .meaning = "its page at IOM",
     .example = "https://www.iom.int/migration-dialogue-southern-africa-midsa"},
    kNote,
};

constexpr Field kMechanismType[] = {
    code_field("RCP"),
    name_field("Regional Consultative Process"),
    {.name = "published_label", .column = "published_label", .meaning = "as the table writes it",
     .example = "RCP", .tier = NameTier::name},
    {.name = "definition", .column = "definition", .meaning = "what makes a mechanism one of this type"},
    {.name = "min_regions", .type = T::count, .column = "min_regions",
     .meaning = "it spans at least this many regions", .example = "2"},
    {.name = "max_regions", .type = T::count, .column = "max_regions", .meaning = "it spans at most this many regions",
     .example = "2"},
    kNote,
};

constexpr Field parent_field(std::string_view target) {
  return {.name = "parent", .type = T::reference, .column = "parent_id",
          .meaning = "the broader one; its totals include this one's", .target = target};
}

constexpr Field kRegion[] = {
    code_field("eastern-africa"),
    name_field("Eastern Africa"),
    parent_field("region"),
    {.name = "m49", .type = T::m49, .column = "m49", .meaning = "UN M49 code", .example = "014",
     .tier = NameTier::code},
    kNote,
};

constexpr Field kTheme[] = {code_field("labour-migration"), name_field("Labour migration"), parent_field("theme"),
                            kNote};

constexpr Field kMember[] = {
    code_field("KEN"),
    name_field("Kenya", "country; state; member; english name"),
    {.name = "name_fr", .column = "name_fr", .meaning = "the name in French", .example = "Kenya",
     .tier = NameTier::name},
    {.name = "name_es", .column = "name_es", .meaning = "the name in Spanish", .example = "Kenia",
     .tier = NameTier::name},
    acronym_field(),
    {.name = "kind", .type = T::choice, .column = "kind", .meaning = "what it is", .example = "state",
     .choices = "state territory organization", .required = true},
    {.name = "iso2", .type = T::iso2, .column = "iso2", .meaning = "ISO 3166-1 alpha-2", .example = "KE",
     .tier = NameTier::code},
    {.name = "m49", .type = T::m49, .column = "m49", .meaning = "UN M49 code", .example = "404",
     .tier = NameTier::code},
    {.name = "un_status", .type = T::choice, .column = "un_status", .meaning = "standing in the United Nations",
     .example = "member", .choices = "member observer none"},
    {.name = "region", .type = T::reference, .column = "region_id", .meaning = "the finest M49 region that it lies in",
     .example = "eastern-africa", .target = "region"},
    {.name = "mechanism", .type = T::reference, .column = "mechanism_id",
     .meaning = "the mechanism that this organization is", .example = "igc", .target = "mechanism"},
    kNote,
};

constexpr Field kSecretariat[] = {
    code_field("iom"),
    name_field("International Organization for Migration"),
    acronym_field("IOM"),
    kWebsite,
    {.name = "organization", .type = T::reference, .column = "member_id", .meaning = "the same body among the members",
     .example = "iom", .target = "member"},
    kNote,
};

constexpr Field kSource[] = {
    code_field("info-sheet"),
    {.name = "title", .column = "title", .meaning = "what it calls itself", .tier = NameTier::name,
     .may_repeat = true},
    {.name = "publisher", .column = "publisher", .meaning = "who published it",
     .example = "International Organization for Migration (IOM)"},
    {.name = "url", .type = T::address, .column = "url", .meaning = "where it was seen", .tier = NameTier::code},
    {.name = "published", .type = T::date, .column = "published", .meaning = "when it was published",
     .example = "2016"},
    {.name = "retrieved", .type = T::date, .column = "retrieved", .meaning = "when it was seen",
     .example = "2024-03-01"},
    {.name = "language", .type = T::language, .column = "language", .meaning = "the language that it is written in",
     .example = "en"},
    kNote,
};

constexpr Field kMembership[] = {
    mechanism_reference(true),
    {.name = "member", .type = T::reference, .column = "member_id",
     .meaning = "the State, territory or organization that takes part", .example = "KEN", .target = "member",
     .synonyms = "state; country", .required = true},
    {.name = "role", .type = T::choice, .column = "role", .meaning = "as what it takes part", .example = "member",
     .choices = "member observer partner", .fallback = "member"},
    kFrom,
    kTo,
    kPublishedName,
    kBasis,
    kNote,
};

constexpr Field kMechanismSecretariat[] = {
    mechanism_reference(true),
    {.name = "secretariat", .type = T::reference, .column = "secretariat_id", .meaning = "the body that serves",
     .example = "iom", .target = "secretariat", .required = true},
    {.name = "role", .column = "role", .meaning = "how it serves", .example = "technical support",
     .fallback = "secretariat"},
    kFrom,
    kTo,
    kPublishedName,
    kBasis,
    kNote,
};

constexpr Field kChair[] = {
    mechanism_reference(true),
    {.name = "member", .type = T::reference, .column = "member_id", .meaning = "who chairs", .example = "KEN",
     .target = "member", .synonyms = "chair; state", .required = true},
    {.name = "kind", .type = T::choice, .column = "kind", .meaning = "on rotation or for good", .example = "rotating",
     .choices = "permanent rotating", .fallback = "rotating"},
    kFrom,
    kTo,
    kPublishedName,
    kBasis,
    kNote,
};

constexpr Field kMeeting[] = {
    code_field("midsa-2013-07-10"),
    mechanism_reference(false),
    {.name = "title", .column = "title", .meaning = "what the meeting was", .example = "Ministerial conference",
     .required = true},
    {.name = "date", .type = T::date, .column = "date", .meaning = "when it began, to the precision known",
     .example = "2013-07-10", .required = true},
    {.name = "place", .column = "place", .meaning = "the city", .example = "Maputo"},
    {.name = "country", .type = T::reference, .column = "country_id", .meaning = "the country of the place",
     .example = "MOZ", .target = "member", .synonyms = "country iso3"},
    kNote,
};

constexpr Field kOutcome[] = {
    code_field("midsa-2013"),
    mechanism_reference(false),
    {.name = "title", .column = "title", .meaning = "what was produced",
     .example = "Regional Action Plan on Labour Migration", .required = true},
    {.name = "kind", .column = "kind", .meaning = "which sort of document", .example = "action plan"},
    kFrom,
    kTo,
    {.name = "location", .column = "location", .meaning = "where it is in the source", .synonyms = "where"},
    kNote,
};

constexpr Field kPublishedFigure[] = {
    code_field("irf-count"),
    {.name = "metric", .column = "metric", .meaning = "what is counted", .example = "mechanisms", .required = true},
    {.name = "types", .type = T::list, .column = "type_id", .meaning = "of mechanisms of these types",
     .example = "RCP; IRF", .target = "mechanism-type", .link_table = "published_figure_types", .separator = ";"},
    {.name = "theme", .type = T::reference, .column = "theme_id", .meaning = "with this theme",
     .example = "labour-migration", .target = "theme"},
    {.name = "figure", .type = T::count, .column = "figure", .meaning = "the number that the source claims",
     .example = "16", .synonyms = "published", .required = true},
    {.name = "location", .column = "location", .meaning = "where it is in the source", .synonyms = "where"},
    {.name = "explanation", .column = "explanation", .meaning = "why a difference is accepted"},
    kNote,
};

constexpr Field alias_field(std::string_view example) {
  return {.name = "alias", .column = "alias", .meaning = "the other name", .example = example,
          .synonyms = "other name", .folded_column = "key", .required = true};
}
constexpr Field alias_owner(std::string_view owner, std::string_view column, std::string_view example) {
  return {.name = owner, .type = T::reference, .column = column, .meaning = "the record that the alias finds",
          .example = example, .target = owner, .synonyms = "record", .required = true};
}
constexpr Field kAliasKind{.name = "kind", .type = T::choice, .column = "kind", .meaning = "which sort of other name",
    .example = "common", .choices = "former later common short misprint learned", .fallback = "common"};
constexpr Field kMechanismAlias[] = {alias_field("Bali Process"), alias_owner("mechanism", "mechanism_id", "bali"),
                                     kAliasKind, kNote};
constexpr Field kRegionAlias[] = {alias_field("America"), alias_owner("region", "region_id", "americas"), kAliasKind,
                                  kNote};
constexpr Field kThemeAlias[] = {alias_field("Human trafficking"),
                                 alias_owner("theme", "theme_id", "counter-trafficking"), kAliasKind, kNote};
constexpr Field kMemberAlias[] = {alias_field("Bosnia"), alias_owner("member", "member_id", "BIH"), kAliasKind, kNote};
constexpr Field kSecretariatAlias[] = {alias_field("UN Migration"), alias_owner("secretariat", "secretariat_id", "iom"),
                                       kAliasKind, kNote};

constexpr Field kPosition{.name = "position", .type = T::position, .column = "position",
    .meaning = "its place in the published list, from 1", .example = "1"};
constexpr Field kMechanismRegion[] = {
    mechanism_reference(true),
    {.name = "region", .type = T::reference, .column = "region_id", .meaning = "a region that it spans",
     .example = "africa", .target = "region", .required = true},
    kPosition,
    kPublishedName,
};
constexpr Field kMechanismTheme[] = {
    mechanism_reference(true),
    {.name = "theme", .type = T::reference, .column = "theme_id", .meaning = "a theme that it works on",
     .example = "labour-migration", .target = "theme", .required = true},
    kPosition,
    kPublishedName,
};

constexpr Field kWaiver[] = {
    {.name = "check", .column = "check_name", .meaning = "the check whose finding is accepted",
     .example = "regions-of-type", .required = true},
    {.name = "entity", .column = "entity", .meaning = "the entity of the record", .example = "mechanism",
     .required = true},
    {.name = "key", .column = "record_key", .meaning = "the record", .example = "pidc", .required = true},
    {.name = "reason", .column = "reason", .meaning = "why it is accepted",
     .example = "the source counts both as one region", .required = true},
    {.name = "author", .column = "author", .meaning = "who accepted it"},
    {.name = "until", .type = T::date, .column = "until", .meaning = "until when; empty: for good"},
    kNote,
};

constexpr Entity kEntities[] = {
    {.name = "mechanism", .plural = "mechanisms", .table = "mechanisms",
     .meaning = "the Inter-State Consultation Mechanisms on Migration", .identity = Identity::name, .key = "code",
     .alias_table = "mechanism_aliases", .fields = kMechanism,
     .columns = "code name acronym type year_established status constituent_states regions themes",
     .asks_about_close_names = true},
    {.name = "mechanism-type", .plural = "mechanism-types", .table = "mechanism_types",
     .meaning = "RCP, IRF and GLOBAL, with their definitions", .identity = Identity::name, .key = "code",
     .fields = kMechanismType},
    {.name = "region", .plural = "regions", .table = "regions",
     .meaning = "UN M49 regions and the labels of the published table", .identity = Identity::name, .key = "code",
     .alias_table = "region_aliases", .fields = kRegion},
    {.name = "theme", .plural = "themes", .table = "themes", .meaning = "thematic areas, the finer below the broader",
     .identity = Identity::name, .key = "code", .alias_table = "theme_aliases", .fields = kTheme},
    {.name = "member", .plural = "members", .table = "members",
     .meaning = "States, territories and organizations that can take part", .identity = Identity::name, .key = "code",
     .alias_table = "member_aliases", .fields = kMember, .columns = "code name kind iso2 m49 un_status region"},
    {.name = "secretariat", .plural = "secretariats", .table = "secretariats",
     .meaning = "bodies that serve as a secretariat", .identity = Identity::name, .key = "code",
     .alias_table = "secretariat_aliases", .fields = kSecretariat},
    {.name = "source", .plural = "sources", .table = "sources", .meaning = "where facts come from",
     .identity = Identity::name, .key = "code", .fields = kSource, .needs_sources = false},
    {.name = "membership", .plural = "memberships", .table = "memberships",
     .meaning = "who takes part in which mechanism, as what, from when to when", .identity = Identity::dated_link,
     .key = "mechanism member role valid_from", .fields = kMembership, .belongs_to_mechanism = true},
    {.name = "mechanism-secretariat", .plural = "mechanism-secretariats", .table = "mechanism_secretariats",
     .meaning = "which body serves which mechanism", .identity = Identity::dated_link,
     .key = "mechanism secretariat role valid_from", .fields = kMechanismSecretariat, .belongs_to_mechanism = true},
    {.name = "chair", .plural = "chairs", .table = "chairs", .meaning = "who chairs which mechanism",
     .identity = Identity::dated_link, .key = "mechanism member kind valid_from", .fields = kChair,
     .belongs_to_mechanism = true},
    {.name = "meeting", .plural = "meetings", .table = "meetings",
     .meaning = "what mechanisms held; of none: the global consultations", .identity = Identity::key,
     .key = "mechanism title date", .fields = kMeeting, .belongs_to_mechanism = true},
    {.name = "outcome", .plural = "outcomes", .table = "outcomes", .meaning = "what mechanisms produced",
     .identity = Identity::key, .key = "mechanism title valid_from", .fields = kOutcome,
     .belongs_to_mechanism = true},
    {.name = "published-figure", .plural = "published-figures", .table = "published_figures",
     .meaning = "numbers that a source claims", .identity = Identity::key, .key = "code", .fields = kPublishedFigure},
    {.name = "mechanism-alias", .plural = "mechanism-aliases", .table = "mechanism_aliases",
     .meaning = "other names of mechanisms", .identity = Identity::key, .key = "mechanism alias",
     .fields = kMechanismAlias},
    {.name = "region-alias", .plural = "region-aliases", .table = "region_aliases",
     .meaning = "other names of regions", .identity = Identity::key, .key = "region alias", .fields = kRegionAlias},
    {.name = "theme-alias", .plural = "theme-aliases", .table = "theme_aliases", .meaning = "other names of themes",
     .identity = Identity::key, .key = "theme alias", .fields = kThemeAlias},
    {.name = "member-alias", .plural = "member-aliases", .table = "member_aliases",
     .meaning = "other names of members", .identity = Identity::key, .key = "member alias", .fields = kMemberAlias},
    {.name = "secretariat-alias", .plural = "secretariat-aliases", .table = "secretariat_aliases",
     .meaning = "other names of secretariats", .identity = Identity::key, .key = "secretariat alias",
     .fields = kSecretariatAlias},
    {.name = "mechanism-region", .plural = "mechanism-regions", .table = "mechanism_regions",
     .meaning = "which regions a mechanism spans", .identity = Identity::key, .key = "mechanism region",
     .fields = kMechanismRegion, .is_pure_link = true, .belongs_to_mechanism = true},
    {.name = "mechanism-theme", .plural = "mechanism-themes", .table = "mechanism_themes",
     .meaning = "which themes a mechanism works on", .identity = Identity::key, .key = "mechanism theme",
     .fields = kMechanismTheme, .is_pure_link = true, .belongs_to_mechanism = true},
    {.name = "waiver", .plural = "waivers", .table = "waivers", .meaning = "findings of checks that were accepted",
     .identity = Identity::key, .key = "check entity key", .fields = kWaiver, .needs_sources = false},
};

constexpr Field kSourceField{.name = "source", .type = T::reference, .column = "source_id",
    .meaning = "the sources of its facts, with ; between; on the way in the source of the row", .example = "info-sheet", .target = "source",
    .synonyms = "source url; evidence"};

// clang-format on

}  // namespace

std::span<const Entity> entities() {
  return kEntities;
}

const Field& source_field() {
  return kSourceField;
}

}  // namespace iscm::model
