// What holds for every sampler.
#include <cmath>
#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "engine/search/parameter_space.h"
#include "engine/search/sampler.h"
#include "engine/search/sampler_factory.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/search/test_search.h"
#include "tests/unit/engine/search/test_spaces.h"

namespace admf {
namespace {

constexpr SearchAlgorithm kAll[] = {
    SearchAlgorithm::kGrid,  SearchAlgorithm::kRandom,
    SearchAlgorithm::kSobol, SearchAlgorithm::kGenetic,
    SearchAlgorithm::kCmaEs, SearchAlgorithm::kTpe};

class SamplersTest : public testing::TestWithParam<SearchAlgorithm> {
 protected:
  /// Numbers that every algorithm can work with.
  static ParameterSpace NumberSpace() {
    return Space({Integer("a", 1, 50), Logarithmic(Integer("b", 10, 200)),
                  Real("c", -1, 1, 0.1)});
  }

  static SamplerOptions Options(const ParameterSpace& space,
                                int64_t max_trials) {
    SamplerOptions options{.algorithm = GetParam(), .space = space};
    options.max_trials = max_trials;
    options.seed = 17;
    options.batch_size = 16;
    if (GetParam() == SearchAlgorithm::kGenetic) options.population_size = 20;
    return options;
  }

  /// A bump on top of it; some points have no score.
  static TrialScore Bump(const SearchPoint& point) {
    const auto x = Numbers(point);
    if (std::fmod(x[0], 7) == 3) return {};
    return {
        {-std::abs(x[0] - 20) - std::abs(x[1] - 60) / 10 - 5 * x[2] * x[2]}};
  }
};

TEST_P(SamplersTest, AsksForPointsOfTheSpaceUpToTheBudget) {
  const ParameterSpace space = NumberSpace();
  const SearchRun run = Search(Options(space, 163), Bump);
  EXPECT_EQ(run.Points().size(), 163u);
  for (const SearchPoint& point : run.Points()) {
    ASSERT_TRUE(space.Contains(point));
  }
}

// A search that was stopped after any batch goes on as it would have.
TEST_P(SamplersTest, TheSameScoresGiveTheSamePoints) {
  const SamplerOptions options = Options(NumberSpace(), 150);
  const SearchRun run = Search(options, Bump);
  for (size_t stop = 0; stop < run.batches.size(); stop += 4) {
    SearchRun resumed;
    auto sampler = CreateSampler(options).value();
    for (size_t i = 0; i < stop; ++i) {
      resumed.batches.push_back(sampler->Ask());
      resumed.scores.push_back(run.scores[i]);
      sampler->Tell(run.scores[i]);
    }
    Continue(sampler.get(), Bump, &resumed);
    ASSERT_EQ(resumed.batches, run.batches);
  }
}

TEST_P(SamplersTest, SeedsGiveDifferentSearches) {
  SamplerOptions options = Options(NumberSpace(), 100);
  const SearchRun run = Search(options, Bump);
  options.seed = 18;
  if (GetParam() == SearchAlgorithm::kGrid) {
    EXPECT_EQ(Search(options, Bump).batches, run.batches);
  } else {
    EXPECT_NE(Search(options, Bump).batches, run.batches);
  }
}

TEST_P(SamplersTest, NeverAsksForWhatIsntAllowed) {
  SamplerOptions options = Options(NumberSpace(), 120);
  options.allowed = [](const SearchPoint& point) {
    return NumberAt(point, 0) * 4 < NumberAt(point, 1);
  };
  const SearchRun run = Search(options, Bump);
  EXPECT_EQ(run.Points().size(), 120u);
  for (const SearchPoint& point : run.Points()) {
    ASSERT_TRUE(options.allowed(point));
  }
}

TEST_P(SamplersTest, EndsWhenNothingIsAllowed) {
  SamplerOptions options = Options(
      Space({Integer("a", 1, 20), Logarithmic(Integer("b", 1, 20))}), 200);
  options.allowed = [](const SearchPoint&) { return false; };
  EXPECT_TRUE(Search(options, Bump).batches.empty());
}

TEST_P(SamplersTest, EndsWhenInterrupted) {
  SamplerOptions options = Options(NumberSpace(), 120);
  options.allowed = [](const SearchPoint&) { return false; };
  int asked = 0;
  options.interrupted = [&asked] { return ++asked > 2; };
  auto sampler = CreateSampler(options).value();
  EXPECT_TRUE(sampler->Ask().empty());
  EXPECT_TRUE(sampler->Ask().empty());
}

TEST_P(SamplersTest, GoesOnWithoutAnyScore) {
  const auto none = [](const SearchPoint&) { return TrialScore{}; };
  const auto undefined = [](const SearchPoint&) {
    return TrialScore{{std::numeric_limits<double>::quiet_NaN()}};
  };
  const SamplerOptions options = Options(NumberSpace(), 100);
  const SearchRun run = Search(options, none);
  EXPECT_EQ(run.Points().size(), 100u);
  EXPECT_EQ(Search(options, undefined).batches, run.batches);
}

TEST_P(SamplersTest, InfiniteScoresAreNone) {
  const SamplerOptions options = Options(NumberSpace(), 100);
  const auto infinite = [](const SearchPoint& point) {
    const TrialScore score = Bump(point);
    return score.objectives.empty()
               ? TrialScore{{std::numeric_limits<double>::infinity()}}
               : score;
  };
  EXPECT_EQ(Search(options, infinite).batches, Search(options, Bump).batches);
}

// There is no end of points; it must be found to be too long.
TEST(InfiniteSamplersTest, EndWhenNothingIsAllowed) {
  SamplerOptions options{.algorithm = SearchAlgorithm::kRandom,
                         .space = Cube(2, 0, 1)};
  options.allowed = [](const SearchPoint&) { return false; };
  EXPECT_TRUE(CreateSampler(options).value()->Ask().empty());
}

INSTANTIATE_TEST_SUITE_P(, SamplersTest, testing::ValuesIn(kAll),
                         [](const auto& test) {
                           return std::string(NameOf(test.param));
                         });

/// Those that know choices and conditions and ask for no point twice.
class FiniteSamplersTest : public SamplersTest {};

TEST_P(FiniteSamplersTest, AskForEveryPointOfASmallSpaceOnce) {
  const ParameterSpace space = ConditionalSpace();
  std::set<std::string> seen;
  const auto points =
      Search(Options(space, 1000), [](const SearchPoint& point) {
        return TrialScore{{static_cast<double>(point.size())}};
      }).Points();
  for (const SearchPoint& point : points) {
    ASSERT_TRUE(space.Contains(point));
    seen.insert(space.PointText(point));
  }
  EXPECT_EQ(points.size(), 10u);
  EXPECT_EQ(seen.size(), 10u);
}

TEST_P(FiniteSamplersTest, AskForEveryAllowedPointOfAGridOnce) {
  SamplerOptions options =
      Options(Space({Integer("a", 1, 20), Integer("b", 1, 20)}), 1000);
  options.allowed = [](const SearchPoint& point) {
    return NumberAt(point, 0) < NumberAt(point, 1);
  };
  const auto points =
      Search(options, Minimise([](const std::vector<double>& x) {
               return std::abs(x[0] - 3) + std::abs(x[1] - 20);
             }))
          .Points();
  std::set<std::string> seen;
  for (const SearchPoint& point : points) {
    seen.insert(options.space.PointText(point));
  }
  EXPECT_EQ(points.size(), 190u);
  EXPECT_EQ(seen.size(), 190u);
}

INSTANTIATE_TEST_SUITE_P(
    , FiniteSamplersTest,
    testing::Values(SearchAlgorithm::kGrid, SearchAlgorithm::kRandom,
                    SearchAlgorithm::kSobol, SearchAlgorithm::kGenetic,
                    SearchAlgorithm::kTpe),
    [](const auto& test) { return std::string(NameOf(test.param)); });

TEST(SamplersDeathTest, TakeTurns) {
  SamplerOptions options{.space = Space({Integer("a", 1, 9)})};
  options.max_trials = 5;
  auto sampler = CreateSampler(options).value();
  EXPECT_DEATH(sampler->Tell({}), "is_waiting_");
  ASSERT_EQ(sampler->Ask().size(), 5u);
  EXPECT_DEATH(sampler->Ask(), "is_waiting_");
  const std::vector<TrialScore> four(4);
  EXPECT_DEATH(sampler->Tell(four), "asked_");
  const std::vector<TrialScore> two_objectives(5, TrialScore{{1, 2}});
  EXPECT_DEATH(sampler->Tell(two_objectives), "objective_count");
}

}  // namespace
}  // namespace admf
