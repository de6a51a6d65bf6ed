#include "engine/search/tpe_sampler.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/search/sampler.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/search/search_functions.h"
#include "tests/unit/engine/search/test_search.h"
#include "tests/unit/engine/search/test_spaces.h"

namespace admf {
namespace {

constexpr uint64_t kSeeds = 15;

/// Of the best scores of all seeds.
double MedianBest(SamplerOptions options, const Objective& objective) {
  std::vector<double> bests;
  for (options.seed = 1; options.seed <= kSeeds; ++options.seed) {
    bests.push_back(Search(options, objective).Best());
  }
  std::sort(bests.begin(), bests.end());
  return bests[kSeeds / 2];
}

struct Comparison {
  double tpe;
  double random;
};

Comparison Compare(const ParameterSpace& space, int64_t trials,
                   const Objective& objective) {
  SamplerOptions options{.algorithm = SearchAlgorithm::kTpe, .space = space};
  options.max_trials = trials;
  const double tpe = MedianBest(options, objective);
  options.algorithm = SearchAlgorithm::kRandom;
  return {tpe, MedianBest(options, objective)};
}

// Bergstra et al. 2011 and all who came after find it well ahead of random
// search; here at most half of random search's distance to the minimum is left.
TEST(TpeSamplerTest, BeatsRandomSearchOnBranin) {
  const auto [tpe, random] =
      Compare(Space({Real("x", -5, 10), Real("y", 0, 15)}), 120,
              Minimise([](const std::vector<double>& x) {
                return Branin(x[0], x[1]) - 0.397887;
              }));
  EXPECT_GT(tpe, random / 2) << random;
}

TEST(TpeSamplerTest, BeatsRandomSearchOnHartmann6) {
  const auto [tpe, random] =
      Compare(Cube(6, 0, 1), 200, Minimise([](const std::vector<double>& x) {
                return Hartmann6(x) + 3.32237;
              }));
  EXPECT_GT(tpe, random / 2) << random;
}

// The good branch has a parameter of its own, and its best value is found.
TEST(TpeSamplerTest, LearnsChoicesAndWhatDependsOnThem) {
  const ParameterSpace space =
      Space({Choices("type", {Text("a"), Text("b"), Text("c"), Text("d")}),
             When(Real("x", 0, 1), "type", {Text("b")}),
             When(Logarithmic(Integer("n", 1, 10'000)), "type", {Text("c")})});
  const auto objective = [](const SearchPoint& point) {
    // n, type, x
    if (point[0]) return TrialScore{{-std::abs(NumberAt(point, 0) / 100 - 1)}};
    if (point[2]) return TrialScore{{0.5 - std::abs(NumberAt(point, 2) - 0.3)}};
    return TrialScore{{-2}};
  };
  SamplerOptions options{.algorithm = SearchAlgorithm::kTpe, .space = space};
  options.max_trials = 160;
  for (options.seed = 1; options.seed <= 5; ++options.seed) {
    const SearchRun run = Search(options, objective);
    EXPECT_GT(run.Best(), 0.49);
    size_t good = 0;
    const auto points = run.Points();
    for (size_t i = 80; i < 160; ++i) good += points[i][2] ? 1 : 0;
    EXPECT_GT(good, 50u);
  }
}

// Both ends of the front of f1 = x, f2 = 1 - x, with y = 0 best for both.
TEST(TpeSamplerTest, SeveralObjectivesGoByRank) {
  SamplerOptions options{.algorithm = SearchAlgorithm::kTpe,
                         .space = Space({Real("x", 0, 1), Real("y", 0, 1)}),
                         .seed = 2,
                         .max_trials = 200,
                         .objective_count = 2};
  const auto points = Search(options, [](const SearchPoint& point) {
                        const double x = NumberAt(point, 0);
                        const double y = NumberAt(point, 1);
                        return TrialScore{{x - y, 1 - x - y}};
                      }).Points();
  double y_sum = 0;
  double low = 1;
  double high = 0;
  for (size_t i = 100; i < 200; ++i) {
    y_sum += NumberAt(points[i], 1);
    low = std::min(low, NumberAt(points[i], 0));
    high = std::max(high, NumberAt(points[i], 0));
  }
  EXPECT_LT(y_sum / 100, 0.2);
  EXPECT_LT(low, 0.2);
  EXPECT_GT(high, 0.8);
}

// Many more than are remembered: it still goes on and still knows the best.
TEST(TpeSamplerTest, ForgetsOldTrialsButNotTheBest) {
  SamplerOptions options{.algorithm = SearchAlgorithm::kTpe,
                         .space = Cube(1, 0, 1),
                         .seed = 2,
                         .max_trials = 2'500};
  options.batch_size = 50;
  int64_t trial = 0;
  const SearchRun run = Search(options, [&](const SearchPoint& point) {
    // What was good at first stays the best of all.
    const double x = NumberAt(point, 0);
    return TrialScore{{trial++ < 200 ? 10 - std::abs(x - 0.8) : -x}};
  });
  const auto points = run.Points();
  ASSERT_EQ(points.size(), 2'500u);
  size_t near = 0;
  for (size_t i = 2'400; i < 2'500; ++i) {
    near += std::abs(NumberAt(points[i], 0) - 0.8) < 0.1 ? 1 : 0;
  }
  EXPECT_GT(near, 80u);
}

}  // namespace
}  // namespace admf
