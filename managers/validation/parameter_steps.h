#pragma once

#include <map>

#include "engine/search/search_dimension.h"

namespace admf {

// Where a number of a run moves to when it is moved alone: its values by the
// number of the step, below zero downwards. A step that leads nowhere is left
// out.

/// Along what a search tries, `steps` to both sides: a list or a range with
/// steps has the next values below and above, whatever their distance and the
/// order of the list; `value` needn't be among them. A real range without steps
/// has twentieths of it, as far as its ends. What is no number in a list is
/// passed over.
std::map<int, double> StepsAlong(const SearchDimension& dimension, double value,
                                 int steps);

/// By `fraction` of the value. A whole number's step is a whole one, at
/// least 1. Nothing of 0, of which a fraction is nothing, unless it is a whole
/// number.
std::map<int, double> StepsByFraction(double value, double fraction, bool whole,
                                      int steps);

}  // namespace admf
