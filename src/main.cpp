#include <fcntl.h>
#include <unistd.h>

#include <exception>
#include <new>
#include <string>
#include <vector>

#include "cli/args.hpp"
#include "cli/complete.hpp"
#include "cli/help.hpp"
#include "cli/output.hpp"
#include "error.hpp"
#include "sqlite/watchdog.hpp"
#include "version.hpp"
#include "write/message.hpp"
#include "write/new_file.hpp"
#include "write/sink.hpp"

namespace {

using namespace iscm;

void print(const std::string& text) {
  const auto sink = write::standard_output();
  sink->write(text);
  sink->finish();
}

Exit run(const std::vector<std::string>& words) {
  if (!words.empty() && words.front() == cli::kCompleteWord) {
    print(cli::complete({words.begin() + 1, words.end()}));
    return Exit::done;
  }
  const cli::Parsed parsed = cli::parse(words);
  switch (parsed.what) {
    case cli::Parsed::What::help:
      print(parsed.command == nullptr ? cli::program_help(cli::terminal_width(parsed.invocation))
                                      : cli::command_help(*parsed.command, cli::terminal_width(parsed.invocation)));
      return Exit::done;
    case cli::Parsed::What::version:
      print("iscm " + std::string(program_version()) + "\n");
      return Exit::done;
    case cli::Parsed::What::welcome:
      print(cli::welcome(parsed.invocation));
      return Exit::done;
    case cli::Parsed::What::run:
      return parsed.command->run(parsed.invocation);
  }
  return Exit::failed;
}

int run_and_report(const std::vector<std::string>& words) {
  try {
    return static_cast<int>(run(words));
  } catch (const Error& error) {
    write::error(error.what(), error.hint());
    return static_cast<int>(error.exit());
  } catch (const std::bad_alloc&) {
    write::error("not enough memory");
  } catch (const std::exception& failure) {
    write::error(failure.what(), "this is a fault of the program; please report it with what you did");
  }
  return static_cast<int>(Exit::failed);
}

/// With a standard descriptor closed, the next file that is opened would take its number, and output would go into it.
/// O_PATH, so that reading and writing fail as they do with a closed one.
void fill_standard_descriptors() {
  while (true) {
    const int descriptor = open("/", O_PATH);
    if (descriptor > STDERR_FILENO) close(descriptor);
    if (descriptor < 0 || descriptor > STDERR_FILENO) return;
  }
}

void tell_overtime() {
  write::error("the query took too long and could not be interrupted: the program was ended; nothing was changed");
}

}  // namespace

int main(int count, char** words) {
  fill_standard_descriptors();
  const sqlite::Guard guard(write::remove_temporaries, tell_overtime);
  const int code = run_and_report(std::vector<std::string>(words + 1, words + count));
  constexpr int kSignalled = 128;
  return guard.caught() != 0 && code != 0 ? kSignalled + guard.caught() : code;
}
