#include "engine/search/grid_sampler.h"

#include <cstdint>
#include <string>
#include <vector>

#include "engine/search/sampler.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/search/test_search.h"
#include "tests/unit/engine/search/test_spaces.h"

namespace admf {
namespace {

TEST(GridSamplerTest, GoesThroughTheGridInItsOrder) {
  const ParameterSpace space =
      Space({Integer("a", 1, 40), Integer("b", 1, 10)});
  const SamplerOptions options{.space = space, .max_trials = 1'000};
  const SearchRun run =
      Search(options, [](const SearchPoint&) { return TrialScore{}; });
  ASSERT_EQ(run.batches.size(), 2u);
  EXPECT_EQ(run.batches[0].size(), GridSampler::kBatchSize);
  const auto points = run.Points();
  ASSERT_EQ(points.size(), 400u);
  for (int64_t i = 0; i < 400; ++i) {
    EXPECT_EQ(points[static_cast<size_t>(i)],
              (SearchPoint{Whole(1 + i / 10), Whole(1 + i % 10)}));
  }
}

// 10^18 points.
TEST(GridSamplerTest, LargeGridsBeginAtOnce) {
  const SamplerOptions options{
      .space = Space({Integer("a", 1, 1e9), Integer("b", 1, 1e9)}),
      .max_trials = 1'000'000'000};
  auto sampler = CreateSampler(options).value();
  const auto points = sampler->Ask();
  ASSERT_EQ(points.size(), GridSampler::kBatchSize);
  EXPECT_EQ(points.back(), (SearchPoint{Whole(1), Whole(256)}));
}

}  // namespace
}  // namespace admf
