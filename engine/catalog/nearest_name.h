#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace admf {

/// The valid name that is nearest to `name` by edit distance (insertions,
/// deletions, substitutions and swaps of neighbours; upper and lower case are
/// the same), the first of equally near ones. Empty if none is near: more than
/// a third of the longer name would have to change.
std::string NearestName(std::string_view name,
                        const std::vector<std::string>& valid);

}  // namespace admf
