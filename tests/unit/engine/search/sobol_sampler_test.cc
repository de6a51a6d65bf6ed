#include "engine/search/sobol_sampler.h"

#include <cstdint>
#include <vector>

#include "engine/search/sampler.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/search/test_search.h"
#include "tests/unit/engine/search/test_spaces.h"

namespace admf {
namespace {

// A digital shift keeps the net: each of 256 parts of a dimension has one of
// 256 points, and so has each of 16 x 16 squares of the first two dimensions.
TEST(SobolSamplerTest, TheShiftKeepsTheNet) {
  SamplerOptions options{.algorithm = SearchAlgorithm::kSobol,
                         .space = Cube(4, 0, 1),
                         .max_trials = 256};
  for (options.seed = 0; options.seed < 5; ++options.seed) {
    const auto points = Search(options, [](const SearchPoint&) {
                          return TrialScore{};
                        }).Points();
    for (size_t d = 0; d < 4; ++d) {
      std::vector<int> counts(256);
      for (const auto& point : points) {
        ++counts[static_cast<size_t>(NumberAt(point, d) * 256)];
      }
      EXPECT_EQ(counts, std::vector<int>(256, 1));
    }
    std::vector<int> squares(256);
    for (const auto& point : points) {
      ++squares[static_cast<size_t>(NumberAt(point, 0) * 16) * 16 +
                static_cast<size_t>(NumberAt(point, 1) * 16)];
    }
    EXPECT_EQ(squares, std::vector<int>(256, 1));
  }
}

}  // namespace
}  // namespace admf
