#include "client/cli/closest_word.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"

namespace admf {
namespace {

// Optimal string alignment: edit distance with swaps of neighbours.
size_t Distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<size_t>> distance(a.size() + 1,
                                            std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) distance[i][0] = i;
  for (size_t j = 0; j <= b.size(); ++j) distance[0][j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      distance[i][j] = std::min({distance[i - 1][j] + 1, distance[i][j - 1] + 1,
                                 distance[i - 1][j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        distance[i][j] = std::min(distance[i][j], distance[i - 2][j - 2] + 1);
      }
    }
  }
  return distance[a.size()][b.size()];
}

}  // namespace

std::string ClosestWord(std::string_view typed,
                        const std::vector<std::string>& words) {
  std::string closest;
  size_t closest_distance = std::max<size_t>(1, typed.size() / 3) + 1;
  for (const std::string& word : words) {
    const size_t distance = Distance(typed, word);
    if (distance < closest_distance) {
      closest = word;
      closest_distance = distance;
    }
  }
  return closest;
}

std::string DidYouMean(std::string_view typed,
                       const std::vector<std::string>& words) {
  const std::string closest = ClosestWord(typed, words);
  return closest.empty() ? ""
                         : absl::StrCat(" (did you mean '", closest, "'?)");
}

}  // namespace admf
