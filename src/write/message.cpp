#include "write/message.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>

#include "text/visible.hpp"

namespace iscm::write {
namespace {

void append_lines(std::string& text, std::string_view prefix, std::string_view message) {
  text += prefix;
  while (true) {
    const std::size_t end = std::min(message.find('\n'), message.size());
    text += text::visible(message.substr(0, end));
    text += '\n';
    if (end == message.size()) return;
    message.remove_prefix(end + 1);
    if (message.empty()) return;  // the message ended its last line itself
  }
}

/// All of it in one call, so that the messages of two processes on one terminal do not mix.
void print(std::string_view prefix, std::string_view message, std::string_view hint = {}) {
  std::string lines;
  append_lines(lines, prefix, message);
  if (!hint.empty()) append_lines(lines, "hint: ", hint);
  std::string_view text = lines;
  while (!text.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
    if (written < 0 && errno != EINTR) return;
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

void error(std::string_view message, std::string_view hint) {
  print("iscm: error: ", message, hint);
}

void warning(std::string_view message) {
  print("iscm: warning: ", message);
}

void note(std::string_view message) {
  print("iscm: note: ", message);
}

}  // namespace iscm::write
