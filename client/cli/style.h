#pragma once

#include <string>
#include <string_view>

#include "admf/v1/workflow.pb.h"

namespace admf {

/// What stands out on a terminal.
enum class Tone { kPlain, kBold, kDim, kGood, kBad, kWarning };

/// Writes text in a tone where colours are wanted, and as it is elsewhere.
class Style {
 public:
  explicit Style(bool colors = false) : colors_(colors) {}

  std::string Apply(Tone tone, std::string_view text) const;
  /// A line of its own, after an empty one.
  std::string Heading(std::string_view text) const;
  bool colors() const { return colors_; }

 private:
  bool colors_;
};

/// The tone of a state: good, bad, or on the way.
Tone ToneOf(v1::WorkflowState state);

/// `text` without what could control a terminal: names and messages come from
/// other users. Line breaks and tabs become spaces.
std::string Printable(std::string_view text);

/// How many columns UTF-8 text takes, counting one for each character.
size_t DisplayWidth(std::string_view text);

/// The beginning of `text` that fits into `width` columns; ends in `...` where
/// something is left out.
std::string Truncate(std::string_view text, size_t width);

}  // namespace admf
