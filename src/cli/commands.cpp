// The table of commands. Parsing, help and completion read it; adding a command is a line here and its run function.

#include "cli/commands.hpp"

#include "cli/command.hpp"

namespace iscm::cli {
namespace {

constexpr Option kGlobalOptions[] = {
    {"--db", "FILE", "the database; else ISCM_DB, else ./iscm.db"},
    {"--help", "", "show this", "-h"},
};

constexpr Option kRowOptions[] = {
    {"--format", "FORMAT", "table, csv, tsv, json, ndjson, markdown or html"},
    {"--output", "FILE", "write to a file, whole or not at all", "-o"},
    {"--force", "", "let -o replace an existing file"},
    {"--excel", "", "csv or tsv for a spreadsheet: marked as UTF-8, CRLF, no text that runs as a formula"},
    {"--no-pager", "", "no pager, however long the output is"},
};

// The first is that of Times::known_at, all are those of Times::any.
constexpr Option kTimeOptions[] = {
    {"--known-at", "TIME", "as this file knew it then: a revision, or a time (UTC) as 2026-11 or 2026-11-24T10:00"},
    {"--as-of", "DATE", "what held on that date: 2015, 2015-06 or 2015-06-30"},
};

constexpr Example kInitExamples[] = {
    {"iscm init", "make ./iscm.db with the record of 30 mechanisms"},
    {"iscm init --db record.db --empty", "the schema alone, without rows"},
};
constexpr Option kInitOptions[] = {{"--empty", "", "leave the tables empty"}};

constexpr Example kStatusExamples[] = {
    {"iscm status", "what stands in ./iscm.db, and since when"},
    {"iscm status --findings", "with how much `iscm check` finds"},
};
constexpr Option kStatusOptions[] = {{"--findings", "", "count what all checks find too: it takes longer"}};

constexpr Example kMigrateExamples[] = {
    {"iscm migrate", "where the file stands against this program"},
    {"iscm migrate plan", "the SQL that `up` would run"},
    {"iscm migrate up", "bring the file up to date, after a backup beside it"},
    {"iscm migrate schema", "the schema as text"},
};
constexpr Argument kMigrateArguments[] = {
    {"ACTION", "status, plan, up or schema", false, false, "status plan up schema"}};
constexpr Option kMigrateOptions[] = {
    {"--dir", "FOLDER", "the migrations of this folder in place of the program's own, to try a new one"}};

constexpr Example kListExamples[] = {
    {"iscm list mechanism", "every mechanism"},
    {"iscm list mechanism type=RCP region=africa", "filters add up; a region takes in its parts"},
    {"iscm list mechanism member=KEN", "those that a State takes part in"},
    {"iscm list mechanism year_established=2010.. --sort -year_established", "a range, the youngest first"},
    {"iscm list membership mechanism=rcm role=observer", "links are listed like records"},
    {"iscm list mechanism --as-of 2010", "those that had begun by 2010 and not ended before"},
    {"iscm list membership mechanism=midsa --known-at 2026-11-01", "as the record stood at the end of that day"},
    {"iscm list source --unused", "sources on which nothing stands; without --unused how many facts do"},
    {"iscm list mechanism name~dialogue --columns code,name --format csv", "for a spreadsheet"},
};
constexpr Argument kListArguments[] = {
    {"ENTITY", "mechanism, member, theme, region, membership, ...", true, false},
    {"FILTER", "FIELD=VALUE, FIELD=A,B, FIELD=2010..2015, FIELD= (empty) or FIELD~TEXT", false, true}};
constexpr Option kListOptions[] = {
    {"--columns", "FIELDS", "the fields to show, with commas between"},
    {"--sort", "FIELDS", "the fields to sort by; a - before one turns it round"},
    {"--limit", "N", "at most so many rows"},
    {"--count", "", "how many rows there are instead of the rows"},
    {"--unused", "", "of sources: those on which no fact stands"},
};

constexpr Example kShowExamples[] = {
    {"iscm show midsa", "the whole record of a mechanism, and on what sources it stands"},
    {"iscm show member KEN", "a State: its mechanisms by type and role"},
    {"iscm show theme labour-migration", "a theme with its finer themes; regions take in their parts"},
    {"iscm show source info-sheet", "the facts that stand on a source"},
    {"iscm show Bali Process --format json", "by any name; as one nested object"},
};
constexpr Argument kShowArguments[] = {
    {"[ENTITY] KEY", "a code, name or alias; ENTITY where several kinds of record are called so", true, true}};
// Not rows, but one document: so its own formats.
constexpr Option kShowOptions[] = {
    {"--format", "FORMAT", "text or json", "", "text json"},
    {"--output", "FILE", "write to a file, whole or not at all", "-o"},
    {"--force", "", "let -o replace an existing file"},
    {"--no-pager", "", "no pager, however long the output is"},
};

constexpr Example kSearchExamples[] = {
    {"iscm search trafficking", "every record with a name like this, the best match first"},
    {"iscm search cote d ivoire", "case, accents and punctuation aside, in any language held"},
    {"iscm search process --limit 5 --format csv", "the first five, for a spreadsheet"},
};
constexpr Argument kSearchArguments[] = {{"TEXT", "a code, a name or a part of one", true, true}};
constexpr Option kSearchOptions[] = {{"--limit", "N", "at most so many hits; 50 where it is not given"}};

constexpr Example kFieldsExamples[] = {
    {"iscm fields", "the entities and links that there are"},
    {"iscm fields mechanism", "each field: its meaning, rule, synonyms and an example"},
    {"iscm fields membership --format csv", "for a spreadsheet"},
};
constexpr Argument kFieldsArguments[] = {{"ENTITY", "mechanism, member, membership, ...", false, false}};

// What every command that edits takes.
constexpr Option kDryRun{"--dry-run", "", "show what would change, write nothing"};
constexpr Option kSource{"--source", "CODE", "on what it rests: a source's code or address; a new address becomes one"};
constexpr Option kReason{"--reason", "TEXT", "why; it stands in the history"};
constexpr Option kAuthor{"--author", "NAME", "who does it; else ISCM_AUTHOR, else the login name"};
constexpr Option kEditOptions[] = {kDryRun, kSource, kReason, kAuthor};

constexpr Example kAddExamples[] = {
    {"iscm add membership midsa KEN role=observer joined=2018 --source https://example.org/midsa",
     "a link, by its key"},
    {"iscm add mechanism gdm name=\"Gender Dialogue\" type=IRF regions=\"Africa; Europe\"", "a record, by its code"},
    {"iscm add mechanism name=\"Almaty Dialogue\" type=RCP --new", "however close the name to another's"},
    {"iscm add meeting mechanism=midsa title=\"Ministerial\" date=2024-11 --dry-run",
     "the code comes of itself; first look"},
};
constexpr Option kAddOptions[] = {
    kDryRun, kSource, kReason, kAuthor, {"--new", "", "also where its name is close to another's, which it is not"}};
constexpr Argument kAddArguments[] = {
    {"ENTITY", "mechanism, member, membership, ...", true, false},
    {"KEY FIELD=VALUE", "the code, or what identifies a link, then its fields", false, true}};

constexpr Example kSetExamples[] = {
    {"iscm set mechanism midsa year_established=1999 --source https://example.org --reason \"its own site\"",
     "a field, with its evidence"},
    {"iscm set mechanism midsa themes+=trafficking themes-=return", "add to a list, take from it"},
    {"iscm set mechanism midsa website=", "nothing after = empties a field"},
    {"iscm set membership almaty TKM role=observer left=2020", "role= says which of two, left= changes"},
};
constexpr Argument kSetArguments[] = {
    {"ENTITY", "mechanism, member, membership, ...", true, false},
    {"KEY FIELD=VALUE", "its code or any of its names, or what identifies a link, then FIELD=VALUE, += or -=", false,
     true}};
constexpr Option kSetOptions[] = {
    kDryRun, kSource, kReason, kAuthor, {"--keep-alias", "", "the old name becomes an alias where the name changes"}};

constexpr Example kRemoveExamples[] = {
    {"iscm remove membership midsa KEN role=observer", "a link"},
    {"iscm remove mechanism midsa --with-links --dry-run", "what would go with it"},
};
constexpr Argument kRemoveArguments[] = {
    {"ENTITY", "mechanism, member, membership, ...", true, false},
    {"KEY FIELD=VALUE", "its code or any of its names, or what identifies a link", false, true}};
constexpr Option kRemoveOptions[] = {
    kDryRun, kSource, kReason, kAuthor, {"--with-links", "", "also where others refer to it"}};

constexpr Example kRenameExamples[] = {
    {"iscm rename mechanism cmc caribbean-consultations", "another code; the old one becomes an alias"}};
constexpr Argument kRenameArguments[] = {{"ENTITY", "mechanism, member, theme, ...", true, false},
                                         {"KEY", "its code or any of its names", true, false},
                                         {"NEWCODE", "the code that it is to have", true, false}};

constexpr Example kMergeExamples[] = {
    {"iscm merge theme trafficking-2 counter-trafficking --dry-run", "what would become of the first"},
    {"iscm merge mechanism cmc-2 cmc --keep status=from,membership.valid_to=into", "choose where both know better"},
};
constexpr Argument kMergeArguments[] = {
    {"ENTITY", "mechanism, member, theme, ...", true, false},
    {"FROM", "the record that goes, by its code or any of its names", true, false},
    {"INTO", "the record that stays, and takes its links, names and what else it knows", true, false}};
constexpr Option kMergeOptions[] = {
    kDryRun,
    kSource,
    kReason,
    kAuthor,
    {"--keep", "CHOICES", "FIELD=from or FIELD=into where both have a value, with commas between"}};

constexpr Example kAliasExamples[] = {
    {"iscm alias add mechanism midsa \"Southern talks\" kind=short", "another name of a record"},
    {"iscm alias remove mechanism \"Southern talks\"", "it no longer finds the record"},
    {"iscm alias list theme counter-trafficking", "the other names of one record; of all without it"},
};
constexpr Argument kAliasArguments[] = {
    {"ACTION", "add, remove or list", true, false, "add remove list"},
    {"ENTITY", "mechanism, member, theme, region or secretariat", true, false},
    {"KEY FIELD=VALUE", "the record, the alias, then kind=... and note=...", false, true}};

constexpr Example kReportExamples[] = {
    {"iscm report", "the reports that there are"},
    {"iscm report overlap --parameters", "what one of them can be asked for"},
    {"iscm report by-type", "mechanisms and published constituent States by type"},
    {"iscm report by-theme type=RCP,IRF --format csv", "a parameter, and a format"},
    {"iscm report co-members member=Germany type=RCP limit=10", "with whom Germany meets most"},
    {"iscm report by-theme --chart", "as bars in the terminal"},
    {"iscm report theme-by-region type=RCP --format svg -o themes.svg", "a crosstab as a picture"},
    {"iscm report --reports my-reports", "with those of your own folder"},
};
constexpr Argument kReportArguments[] = {{"REPORT", "its name; without one they are listed", false, false},
                                         {"PARAM=VALUE", "what the report counts", false, true}};
constexpr Option kReportOptions[] = {
    {"--chart", "", "draw it in the terminal; `iscm report` lists what can be drawn"},
    {"--ascii", "", "with --chart: draw with # and other plain characters"},
    {"--long", "", "print a crosstab as the rows that it is made of"},
    {"--reports", "FOLDER", "add the reports of your own folder; else those of ISCM_REPORTS"},
    {"--parameters", "", "explain its parameters instead of running it"},
    {"--show-sql", "", "print the query instead of running it"},
};
constexpr OwnFormat kPicture{"svg", "a picture of what --chart draws, for a web page or a printed one"};

constexpr Example kSqlExamples[] = {
    {"iscm sql \"SELECT code, year_established FROM mechanisms ORDER BY 2\"",
     "any query; nothing can be changed by it"},
    {"iscm sql -f query.sql -p type=RCP --format csv -o rcp.csv", "a query from a file, with a value for its :type"},
    {"iscm sql < query.sql", "from standard input"},
    {"iscm sql --write \"UPDATE mechanisms SET status = 'dormant' WHERE code = 'igc'\" --reason \"no meeting since "
     "2015\"",
     "change rows: shown field by field, then asked for; one revision"},
};
constexpr Argument kSqlArguments[] = {
    {"QUERY", "one SELECT in quotes; else from -f FILE or standard input", false, true}};
constexpr Option kSqlOptions[] = {
    {"--file", "FILE", "read the query from a file", "-f"},
    {"--param", "NAME=VALUE", "the value of :NAME in the query; as often as there are names", "-p", "", true},
    {"--limit", "N", "at most so many rows; without it 1000 on a terminal, else all"},
    {"--timeout", "SECONDS", "stop the query after so long; 30 where it is not given"},
    {"--write", "", "run an INSERT, UPDATE or DELETE: the changes are shown, asked for, and one revision"},
    {"--yes", "", "with --write: write without asking"},
    {"--dry-run", "", "with --write: show the changes, write nothing"},
    {"--reason", "TEXT", "with --write: why; it stands in the history"},
    {"--source", "CODE", "with --write: on what the new values rest"},
    {"--author", "NAME", "with --write: who changes it; else ISCM_AUTHOR, else the login name"},
};

constexpr Example kSchemaExamples[] = {
    {"iscm schema", "the tables and views, for those who write SQL"},
    {"iscm schema memberships", "its columns, what joins to what, and three queries to begin with"},
    {"iscm schema --format mermaid", "a picture of tables and references, as text"},
};
constexpr OwnFormat kMermaid{"mermaid", "tables and references as a picture in text, in the language of Mermaid"};
constexpr Argument kSchemaArguments[] = {{"TABLE", "a table or view; without one they are listed", false, false}};

constexpr Example kExportExamples[] = {
    {"iscm export mechanism -o mechanism.csv", "every mechanism with all its fields, as import reads them"},
    {"iscm export all -o record", "the whole record, a file for each entity in the folder record"},
    {"iscm export all --format json", "the same as one object"},
    {"iscm export all --format datapackage -o record",
     "the same with datapackage.json, and metadata.json for Datasette"},
    {"iscm export source-table --format tsv -o table.tsv", "the published table, byte for byte"},
};
constexpr Argument kExportArguments[] = {
    {"ENTITY|all", "what to write, or source-table: the published table as it was imported", true, false}};

constexpr OwnFormat kPackage{"datapackage", "with all: CSV files, and what describes them to other programs"};
constexpr Option kExportOptions[] = {
    {"--licence", "LICENCE", "with --format datapackage: its short name, CC-BY-4.0, or its address"},
};

constexpr Example kImportExamples[] = {
    {"iscm import members.csv", "what would change; nothing is written"},
    {"iscm import members.csv --apply --source info-sheet", "write it, all or nothing"},
    {"curl -s https://example.org/members.json | iscm import - --as membership", "JSON, from another program"},
    {"iscm import old.csv --encoding windows-1252", "a file of an old spreadsheet"},
    {"iscm import list.csv --as membership --ignore Remarks", "say what the rows are, and which columns to pass over"},
    {"iscm import list.csv --map \"Official name=name\"", "say which field a column holds"},
    {"iscm import list.csv --alias \"Mixed migration=mixed-flows\" --create secretariat",
     "say what unknown names mean"},
    {"iscm import list.csv --questions q.csv", "or fill in q.csv, then import with --answers q.csv"},
    {"iscm import --template membership -o members.csv", "a file to fill in"},
};
constexpr Argument kImportArguments[] = {
    {"FILE", "CSV, TSV or JSON; the header may stand below other text; - for standard input", false, false}};
constexpr Option kImportOptions[] = {
    {"--as", "ENTITY", "what the rows are, where the header does not tell"},
    {"--apply", "", "write what would change, in one revision"},
    {"--map", "COLUMN=FIELD", "the field that a column holds whose name does not tell; may be repeated", "", "", true},
    {"--ignore", "COLUMN", "a column to pass over; may be repeated", "", "", true},
    {"--create", "KINDS", "make new records of these kinds, with commas between, for names that nothing has", "", "",
     true},
    {"--alias", "NAME=CODE", "a name in the file means this record, and is one of its names from now on", "", "", true},
    {"--same", "NAME=CODE", "a new mechanism with a close name is this one", "", "", true},
    {"--new", "NAME[=CODE]", "a new mechanism with a close name is another, with this code", "", "", true},
    {"--answers", "FILE", "what names mean: field, value and answer (a code, new or new:CODE)"},
    {"--questions", "FILE", "where rows are refused, write the names that are not known, to be answered"},
    {"--template", "ENTITY", "print an empty file of this kind, with its header and an example"},
    {"--input-format", "FORMAT", "csv, tsv, semicolon, pipe, json or ndjson, where the file does not tell", "",
     "csv tsv semicolon pipe json ndjson"},
    {"--encoding", "NAME", "windows-1252, utf-16le, utf-16be or utf-8, where no byte order mark tells; else UTF-8", "",
     "utf-8 utf-16le utf-16be windows-1252"},
    {"--max-rows", "NUMBER", "refuse a file with more rows; 10000000 where not given"},
    {"--source", "CODE", "the source of the rows that name none"},
    {"--reason", "TEXT", "why; it stands in the history"},
    {"--mode", "MODE", "upsert; add: changes no record that exists; update: makes no new one", "", "upsert add update"},
    {"--clear-empty", "", "an empty cell clears the field; without it, it leaves the value"},
    {"--complete", "", "the file has all there are: list what the record has besides"},
    {"--end-missing", "", "and end that: its status becomes ended, or a link gets the date of --end-date"},
    {"--end-date", "DATE", "until when missing links were true; today where not given"},
    {"--plan", "FILE", "save the plan, one change a line, for review and `iscm apply FILE`"},
    {"--rejects", "FILE", "write the rejected rows as CSV, with what is wrong, to correct and import again"},
    {"--skip-rejected", "", "go on without the rejected rows; else one stops all"},
    {"--limit", "N", "show at most so many records of the plan; 100 where not given"},
    {"--exit-code", "", "end with 1 where changes are pending or rows were skipped"},
};

constexpr Example kApplyExamples[] = {
    {"iscm import edition.csv --plan edition.plan", "save what would change, one change a line"},
    {"iscm apply edition.plan --dry-run", "what is left of it after a review, and whether it still holds"},
    {"iscm apply edition.plan --reason \"edition of 2020\"", "write it, as one revision"},
};
constexpr Argument kApplyArguments[] = {
    {"FILE", "a plan that `import --plan` saved; - for standard input", true, false}};
constexpr Option kApplyOptions[] = {
    {"--dry-run", "", "show it; nothing is written"},
    {"--reason", "TEXT", "why; it stands in the history"},
    {"--limit", "N", "show at most so many records; 100 where not given"},
};

constexpr Example kSeedExamples[] = {
    {"iscm seed", "what the facts that come with this program would add or change; nothing is written"},
    {"iscm seed --apply", "write it; what maintainers have set since is kept"},
};
constexpr Option kSeedOptions[] = {
    {"--apply", "", "write what would change, a revision for each file of seeds"},
    {"--exit-code", "", "end with 1 where changes are pending"},
};

constexpr Example kLogExamples[] = {
    {"iscm log --limit 10", "the last ten revisions: who changed how many rows, when, by what command and why"},
    {"iscm log 12", "what revision 12 did, field by field"},
    {"iscm log midsa", "the life of a record and of its links, the newest first"},
    {"iscm log mechanism midsa year_established", "the life of one field"},
    {"iscm log membership midsa KEN", "the life of a link, also of one that was removed"},
    {"iscm log --since 2026-11 --author anna", "what one person did since November"},
};
constexpr Argument kLogArguments[] = {
    {"[ENTITY] KEY [FIELD]", "a revision, a record or link by its key, and one field of it", false, true}};
constexpr Option kLogOptions[] = {
    {"--since", "TIME", "from this time (UTC) or revision on: 2026-11, 2026-11-24T10:00 or a number"},
    {"--author", "NAME", "what this person did"},
    {"--limit", "N", "at most so many rows, the newest"},
};

constexpr Example kWhyExamples[] = {
    {"iscm why midsa", "each field: since when, by whom, on what source, where it stood and how it read"},
    {"iscm why midsa year_established", "one field"},
    {"iscm why midsa themes", "each theme of a mechanism"},
    {"iscm why membership midsa COM", "a link"},
};
constexpr Argument kWhyArguments[] = {
    {"[ENTITY] KEY [FIELD]", "a record or link by its key, and one field of it", true, true}};

constexpr Example kDiffExamples[] = {
    {"iscm diff backup.db", "what is otherwise in ./iscm.db than in backup.db"},
    {"iscm diff a.db b.db --format csv", "from a.db to b.db; exit 1 where they differ, 0 where they hold the same"},
    {"iscm diff --known-at 2026-11-01", "what changed in this file since the end of that day"},
};
constexpr Argument kDiffArguments[] = {
    {"OLDER", "the database to compare from; without it, this file as it was --known-at", false},
    {"NEWER", "the database to compare to; else that of --db", false}};

constexpr Example kUndoExamples[] = {
    {"iscm undo 12 --dry-run", "what undoing revision 12 would change"},
    {"iscm undo 12 --reason \"wrong edition\"", "one new revision that reverses it, an edit or a whole import"},
    {"iscm undo 13", "where 13 was an undo: what it took back stands again"},
};
constexpr Argument kUndoArguments[] = {{"REVISION", "its number, as `iscm log` shows it", true, false}};
constexpr Option kUndoOptions[] = {
    {"--dry-run", "", "show what would change, write nothing"},
    {"--reason", "TEXT", "why; it stands in the history"},
    {"--author", "NAME", "who does it; else ISCM_AUTHOR, else the login name"},
};

constexpr Example kCheckExamples[] = {
    {"iscm check", "everything that is odd in the record, and whether the file is sound"},
    {"iscm check rcp-one-region irf-two-regions", "these checks alone"},
    {"iscm check --severity error,warning --format csv", "for a spreadsheet"},
    {"iscm check --fix text-blanks", "what the repair would change; --apply writes it"},
    {"iscm check --checks ~/checks", "your own checks too, a file of SQL each"},
    {"iscm check --list", "the checks, each with the definition that it implements"},
    {"iscm check silent-mechanism --show-sql > ~/checks/silent-ten-years.sql",
     "a check of your own to begin with: change the years in it, then run it with --checks"},
};
constexpr Argument kCheckArguments[] = {{"CHECK", "its name; without one all run", false, true}};
constexpr Option kCheckOptions[] = {
    {"--severity", "SEVERITY", "findings of these alone, with commas between", "", "error warning note"},
    {"--entity", "ENTITY", "findings about these alone, with commas between; \"file\" for the file itself"},
    {"--list", "", "the checks instead of what they find"},
    {"--show-sql", "", "print the query of one check instead of running it"},
    {"--strict", "", "exit 1 for a warning too, not only for an error"},
    {"--checks", "FOLDER", "your own checks beside the program's: files NAME.sql, written like those of schema/checks",
     "", "", true},
    {"--fix", "CHECK", "show the repair of what a check finds, where it is certain"},
    {"--apply", "", "with --fix: write it, as a revision"},
    {"--reason", "TEXT", "with --fix: why; it stands in the history"},
    {"--author", "NAME", "with --fix: who does it; else ISCM_AUTHOR, else the login name"},
};

constexpr Example kWaiveExamples[] = {
    {"iscm waive chair-not-member \"eu-lac celac permanent 2009\" --reason \"CELAC chairs for its States\"",
     "accept what a check finds about a record: it leaves the list and is counted"},
    {"iscm waive silent-mechanism midsa --reason \"asked its secretariat\" --until 2027",
     "until a date; it returns too when what was found changes"},
    {"iscm waive list", "the waivers, and whether each is in force"},
    {"iscm waive remove silent-mechanism midsa", "take one back"},
};
constexpr Argument kWaiveArguments[] = {{"CHECK", "as `iscm check` names it; or list, or remove", true, false},
                                        {"KEY", "the record, as `iscm check` shows it", false, true}};
constexpr Option kWaiveOptions[] = {
    {"--reason", "TEXT", "why it is accepted"},
    {"--until", "DATE", "until when, that day included; else for good"},
    {"--entity", "ENTITY", "the kind of record, where several have this key"},
    {"--checks", "FOLDER", "where your own checks are, as for `iscm check`", "", "", true},
    {"--source", "CODE", "on what evidence"},
    {"--author", "NAME", "who accepts it; else ISCM_AUTHOR, else the login name"},
    {"--dry-run", "", "say what would be written, and write nothing"},
};

constexpr Example kReconcileExamples[] = {
    {"iscm reconcile", "each published total against what the record gives"},
    {"iscm reconcile irf-count --rows", "the rows behind a number, and those that count under another reading"},
    {"iscm reconcile rcp-states --readings", "the number under each reading, and which of them is the published one"},
    {"iscm reconcile --as-of 2015 --count territories", "one reading of your choice"},
    {"iscm reconcile --mechanisms", "the published number of constituent States of each mechanism"},
};
constexpr Argument kReconcileArguments[] = {
    {"CODE", "a published figure, or a mechanism; without one all", false, true}};
constexpr Option kReconcileOptions[] = {
    {"--mechanisms", "", "the published numbers of constituent States instead of the published figures"},
    {"--rows", "", "the rows behind each number, and those near it"},
    {"--readings", "", "the number under every reading, those that match first"},
    {"--count", "WHO", "States alone (the totals' default) or territories too (the mechanisms')", "",
     "states territories"},
    {"--roles", "ROLES", "members alone, observers too, or partners too", "", "members observers partners"},
    {"--status", "STATUS", "mechanisms of every status, active ones, or those of unknown status too", "",
     "all active active-or-unknown"},
    {"--themes", "THEMES", "a theme with its finer ones, or exactly it", "", "finer exact"},
    {"--as-of", "DATE", "what was so at the end of a year, or on a date; else all dates"},
};

constexpr Example kCompletionExamples[] = {
    {"source <(iscm completion bash)", "in this shell; put the line into ~/.bashrc for every one"},
    {"iscm completion zsh > ~/.zfunc/_iscm", "for zsh, into a folder of its fpath"},
    {"iscm completion fish > ~/.config/fish/completions/iscm.fish", "for fish"},
};
constexpr Argument kCompletionArguments[] = {{"SHELL", "bash, zsh or fish", true, false, "bash zsh fish"}};

constexpr Command kCommands[] = {
    {"init",
     "create the database and fill it from the published table",
     kInitExamples,
     {},
     kInitOptions,
     false,
     run_init},
    {"status", "what stands in the file", kStatusExamples, {}, kStatusOptions, true, run_status},
    {"list", "list records and links", kListExamples, kListArguments, kListOptions, true, run_list, Times::any},
    {"show", "a whole record and its sources", kShowExamples, kShowArguments, kShowOptions, false, run_show,
     Times::any},
    {"search", "find records by any name", kSearchExamples, kSearchArguments, kSearchOptions, true, run_search,
     Times::any},
    {"fields", "what can be recorded, and by which rules", kFieldsExamples, kFieldsArguments, {}, true, run_fields},
    {"report", "totals and overviews, also drawn", kReportExamples, kReportArguments, kReportOptions, true, run_report,
     Times::any, kPicture},
    {"add", "make a record or link", kAddExamples, kAddArguments, kAddOptions, true, run_add},
    {"set", "change fields of a record or link", kSetExamples, kSetArguments, kSetOptions, true, run_set},
    {"remove", "remove a record or link", kRemoveExamples, kRemoveArguments, kRemoveOptions, true, run_remove},
    {"rename", "give a record another code", kRenameExamples, kRenameArguments, kEditOptions, true, run_rename},
    {"merge", "make two records one", kMergeExamples, kMergeArguments, kMergeOptions, true, run_merge},
    {"alias", "other names of records", kAliasExamples, kAliasArguments, kEditOptions, true, run_alias},
    {"sql", "ask the record in SQL", kSqlExamples, kSqlArguments, kSqlOptions, true, run_sql, Times::any},
    {"schema",
     "tables, columns and joins, with queries",
     kSchemaExamples,
     kSchemaArguments,
     {},
     true,
     run_schema,
     Times::now,
     kMermaid},
    {"import", "preview a file, then put it in", kImportExamples, kImportArguments, kImportOptions, true, run_import},
    {"apply", "write a plan that was saved", kApplyExamples, kApplyArguments, kApplyOptions, true, run_apply},
    {"seed", "what this program's own facts would change", kSeedExamples, {}, kSeedOptions, true, run_seed},
    {"check", "what is odd in the record, and whether the file is sound", kCheckExamples, kCheckArguments,
     kCheckOptions, true, run_check},
    {"waive", "accept a finding, with its reason", kWaiveExamples, kWaiveArguments, kWaiveOptions, true, run_waive},
    {"reconcile", "published totals against what the record gives", kReconcileExamples, kReconcileArguments,
     kReconcileOptions, true, run_reconcile},
    {"export", "write the record out, as import reads it", kExportExamples, kExportArguments, kExportOptions, true,
     run_export, Times::any, kPackage},
    {"log", "who changed what, when and why", kLogExamples, kLogArguments, kLogOptions, true, run_log},
    {"why", "who says so, since when and on what source", kWhyExamples, kWhyArguments, {}, true, run_why},
    {"diff",
     "records and links that differ between two databases, or since a time",
     kDiffExamples,
     kDiffArguments,
     {},
     true,
     run_diff,
     Times::known_at},
    {"undo", "reverse a revision", kUndoExamples, kUndoArguments, kUndoOptions, true, run_undo},
    {"migrate", "bring a file to the schema of this program", kMigrateExamples, kMigrateArguments, kMigrateOptions,
     true, run_migrate},
    {"completion",
     "let the shell complete commands, fields and codes",
     kCompletionExamples,
     kCompletionArguments,
     {},
     false,
     run_completion},
};

}  // namespace

std::span<const Command> commands() {
  return kCommands;
}
std::span<const Option> global_options() {
  return kGlobalOptions;
}
std::span<const Option> row_options() {
  return kRowOptions;
}
std::span<const Option> time_options(Times times) {
  const std::span<const Option> all = kTimeOptions;
  return times == Times::any ? all : all.first(times == Times::known_at ? 1 : 0);
}

}  // namespace iscm::cli
