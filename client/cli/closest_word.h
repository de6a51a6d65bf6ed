#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace admf {

/// The one of `words` that `typed` was probably meant to be: the nearest by
/// letters to add, drop, change or swap with the one beside them, at most a
/// third of them. Empty if none is near.
std::string ClosestWord(std::string_view typed,
                        const std::vector<std::string>& words);

/// ` (did you mean 'list'?)` for a message, or nothing.
std::string DidYouMean(std::string_view typed,
                       const std::vector<std::string>& words);

}  // namespace admf
