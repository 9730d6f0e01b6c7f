#pragma once

#include "cli/command.hpp"

namespace iscm::cli {

// The run functions of commands/, one file each. Each throws Error where it cannot do what was asked.
Exit run_add(const Invocation& invocation);
Exit run_alias(const Invocation& invocation);
Exit run_check(const Invocation& invocation);
Exit run_completion(const Invocation& invocation);
Exit run_diff(const Invocation& invocation);
Exit run_export(const Invocation& invocation);
Exit run_fields(const Invocation& invocation);
Exit run_import(const Invocation& invocation);
Exit run_apply(const Invocation& invocation);
Exit run_seed(const Invocation& invocation);
Exit run_init(const Invocation& invocation);
Exit run_list(const Invocation& invocation);
Exit run_log(const Invocation& invocation);
Exit run_merge(const Invocation& invocation);
Exit run_migrate(const Invocation& invocation);
Exit run_remove(const Invocation& invocation);
Exit run_rename(const Invocation& invocation);
Exit run_reconcile(const Invocation& invocation);
Exit run_report(const Invocation& invocation);
Exit run_schema(const Invocation& invocation);
Exit run_search(const Invocation& invocation);
Exit run_set(const Invocation& invocation);
Exit run_show(const Invocation& invocation);
Exit run_sql(const Invocation& invocation);
Exit run_status(const Invocation& invocation);
Exit run_undo(const Invocation& invocation);
Exit run_why(const Invocation& invocation);
Exit run_waive(const Invocation& invocation);

}  // namespace iscm::cli
