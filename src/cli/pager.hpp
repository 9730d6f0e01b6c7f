#pragma once

#include <cstddef>
#include <memory>

#include "write/sink.hpp"

namespace iscm::cli {

/// Standard output by way of a pager, for a terminal of this height: what fits on the screen is printed as it is; the
/// pager is started when the text has become longer. It is PAGER (run by the shell; empty: none), else `less -FRX`
/// where the terminal can do that. A pager that is left early is no error; with one that cannot be started the text is
/// printed as it is.
std::unique_ptr<write::Sink> paged_output(std::size_t height);

}  // namespace iscm::cli
