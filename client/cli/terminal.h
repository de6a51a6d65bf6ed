#pragma once

#include <cstddef>

namespace admf {

/// What is known of the terminal, from the descriptors and the environment
/// variables NO_COLOR, TERM and COLUMNS.
struct Terminal {
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  /// Whether it shows colours, and whether they are wanted.
  bool colors = false;
  /// Whether a line on the standard error can be rewritten in place.
  bool live = false;
  size_t width = 80;
};

Terminal DetectTerminal();

}  // namespace admf
