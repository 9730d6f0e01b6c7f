// Every command, in the groups and the order of help. Each is defined at the end of its file in commands/.

#include "cli/commands.hpp"

#include <algorithm>

#include "text/utf8.hpp"

namespace iscm::cli {

extern const Command kAdd, kAlias, kApply, kCheck, kCite, kCompletion, kDiff, kExport, kFields, kImport, kInit, kList,
    kLog, kMerge, kMigrate, kReconcile, kRemove, kRename, kReport, kSchema, kSearch, kSeed, kSet, kShow, kSql, kStatus,
    kUndo, kWaive, kWhy;

namespace {

constexpr const Command* kAsk[] = {&kList, &kShow, &kSearch, &kReport, &kSql, &kFields, &kSchema};
constexpr const Command* kChange[] = {&kAdd, &kSet, &kRemove, &kRename, &kMerge, &kAlias, &kCite, &kUndo};
constexpr const Command* kImporting[] = {&kImport, &kApply, &kSeed};
constexpr const Command* kVerify[] = {&kCheck, &kWaive, &kReconcile, &kWhy, &kLog};
constexpr const Command* kFile[] = {&kInit, &kStatus, &kExport, &kDiff, &kMigrate, &kCompletion};

constexpr CommandGroup kGroups[] = {
    {"Ask", kAsk}, {"Change", kChange}, {"Import", kImporting}, {"Verify", kVerify}, {"File and program", kFile},
};

}  // namespace

std::span<const CommandGroup> command_groups() {
  return kGroups;
}

std::vector<const Command*> commands() {
  std::vector<const Command*> all;
  for (const CommandGroup& group : command_groups()) {
    all.insert(all.end(), group.commands.begin(), group.commands.end());
  }
  return all;
}

const Command* find_command(std::string_view name) {
  const std::vector<const Command*> all = commands();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Command* command) { return command->name == name; });
  return found == all.end() ? nullptr : *found;
}

const Command* find_synonym(std::string_view word) {
  for (const Command* command : commands()) {
    const std::vector<std::string_view> synonyms = text::split(command->synonyms, " ");
    if (std::find(synonyms.begin(), synonyms.end(), word) != synonyms.end()) return command;
  }
  return nullptr;
}

}  // namespace iscm::cli
