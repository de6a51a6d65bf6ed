#include "engine/search/random_sampler.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include "engine/search/sampler.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/search/test_search.h"
#include "tests/unit/engine/search/test_spaces.h"

namespace admf {
namespace {

TEST(RandomSamplerTest, IsUniformOnTheScale) {
  SamplerOptions options{.algorithm = SearchAlgorithm::kRandom,
                         .space = Space({Logarithmic(Real("x", 1, 1e4)),
                                         Integer("n", 1, 4), Real("y", 0, 1)}),
                         .seed = 9,
                         .max_trials = 20'000};
  const auto points =
      Search(options, [](const SearchPoint&) { return TrialScore{}; }).Points();
  std::vector<int> n(4);
  std::vector<int> decades(4);
  double y = 0;
  for (const auto& point : points) {
    ++n[static_cast<size_t>(NumberAt(point, 0)) - 1];
    ++decades[static_cast<size_t>(std::log10(NumberAt(point, 1)))];
    y += NumberAt(point, 2);
  }
  // Five standard deviations: 5 sqrt(20,000 x 1/4 x 3/4) = 306.
  for (size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(n[i], 5'000, 306);
    EXPECT_NEAR(decades[i], 5'000, 306);
  }
  EXPECT_NEAR(y / 20'000, 0.5, 0.01);
}

// What is asked for doesn't depend on how it is cut into batches.
TEST(RandomSamplerTest, BatchesDontMatter) {
  SamplerOptions options{.algorithm = SearchAlgorithm::kRandom,
                         .space = Space({Integer("n", 1, 1'000)}),
                         .max_trials = 500};
  const auto objective = [](const SearchPoint&) { return TrialScore{}; };
  const auto points = Search(options, objective).Points();
  options.batch_size = 7;
  EXPECT_EQ(Search(options, objective).Points(), points);
}

}  // namespace
}  // namespace admf
