#include "client/cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

#include "absl/strings/numbers.h"

namespace admf {
namespace {

// Less than this can't show anything.
constexpr size_t kMinimumWidth = 20;

std::string_view Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

size_t Width() {
  const std::string_view columns = Variable("COLUMNS");
  size_t width = 0;
  if (absl::SimpleAtoi(absl::string_view(columns.data(), columns.size()),
                       &width) &&
      width >= kMinimumWidth) {
    return width;
  }
  for (const int descriptor : {STDERR_FILENO, STDOUT_FILENO}) {
    winsize size = {};
    if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 &&
        size.ws_col >= kMinimumWidth) {
      return size.ws_col;
    }
  }
  return 80;
}

}  // namespace

Terminal DetectTerminal() {
  const std::string_view type = Variable("TERM");
  const bool dumb = type.empty() || type == "dumb";
  Terminal terminal;
  terminal.out_is_terminal = isatty(STDOUT_FILENO) == 1;
  terminal.err_is_terminal = isatty(STDERR_FILENO) == 1;
  terminal.colors = !dumb && Variable("NO_COLOR").empty();
  terminal.live = !dumb && terminal.err_is_terminal;
  terminal.width = Width();
  return terminal;
}

}  // namespace admf
