#include "engine/search/genetic_sampler.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "engine/search/pareto_front.h"
#include "engine/search/sampler.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/search/search_functions.h"
#include "tests/unit/engine/search/test_search.h"
#include "tests/unit/engine/search/test_spaces.h"

namespace admf {
namespace {

SamplerOptions Genetic(const ParameterSpace& space, int64_t max_trials) {
  SamplerOptions options{.algorithm = SearchAlgorithm::kGenetic,
                         .space = space};
  options.max_trials = max_trials;
  return options;
}

// Deb et al. 2002 run NSGA-II on ZDT1 with 30 variables for 25,000 evaluations
// of populations of 100, with distribution indices of 20, and report a mean
// distance to the front of 0.033482 (table II, real-coded) and a spread over
// all of it. They measure the last population; here it is the front of all
// trials.
TEST(GeneticSamplerTest, ReachesTheFrontOfZdt1) {
  SamplerOptions options = Genetic(Cube(30, 0, 1), 25'000);
  options.objective_count = 2;
  options.crossover_index = 20;
  options.population_size = 100;
  options.seed = 1;
  ParetoFront front;
  int64_t trial = 0;
  Search(options, [&](const SearchPoint& point) {
    const std::array<double, 2> values = Zdt1(Numbers(point));
    front.Add(trial++, {-values[0], -values[1]});
    return TrialScore{{-values[0], -values[1]}};
  });
  double distance = 0;
  std::vector<double> firsts;
  for (const auto& member : front.members()) {
    const double f1 = -member.objectives[0];
    const double f2 = -member.objectives[1];
    // To the nearest of 500 points of the front, as in the paper.
    double nearest = 10;
    for (int i = 0; i < 500; ++i) {
      const double x = i / 499.0;
      nearest = std::min(nearest, std::hypot(f1 - x, f2 - 1 + std::sqrt(x)));
    }
    distance += nearest;
    firsts.push_back(f1);
  }
  EXPECT_GE(front.members().size(), 100u);
  EXPECT_LT(distance / static_cast<double>(front.members().size()), 0.033482);
  std::sort(firsts.begin(), firsts.end());
  EXPECT_LT(firsts.front(), 0.01);
  EXPECT_GT(firsts.back(), 0.95);
  for (size_t i = 1; i < firsts.size(); ++i) {
    EXPECT_LT(firsts[i] - firsts[i - 1], 0.1);
  }
}

// A valley, a choice and a whole number, of 10 x 40 x infinitely many.
TEST(GeneticSamplerTest, FindsTheBestOfMixedParameters) {
  const ParameterSpace space =
      Space({Choices("c", {Whole(3), Whole(1), Whole(4), Whole(15), Whole(9),
                           Whole(2), Whole(6), Whole(5), Whole(35), Whole(8)}),
             Integer("n", 1, 40), Real("x", -10, 10), Real("y", -10, 10)});
  SamplerOptions options = Genetic(space, 3'000);
  options.population_size = 50;
  for (options.seed = 1; options.seed <= 5; ++options.seed) {
    const SearchRun run = Search(options, Minimise([](const auto& x) {
                                   return std::abs(x[0] - 35) +
                                          std::abs(x[1] - 13) + x[2] * x[2] +
                                          x[3] * x[3];
                                 }));
    EXPECT_GT(run.Best(), -0.05) << options.seed;
  }
}

// A generation is a batch, and no later one loses the best.
TEST(GeneticSamplerTest, TheBestSurvive) {
  SamplerOptions options = Genetic(Cube(3, -5, 5), 1'000);
  options.population_size = 20;
  options.seed = 4;
  const SearchRun run =
      Search(options, Minimise([](const auto& x) { return Sphere(x); }));
  ASSERT_EQ(run.batches.size(), 50u);
  const auto mean = [&](size_t batch) {
    double sum = 0;
    for (const auto& score : run.scores[batch]) sum += score.objectives[0];
    return sum / 20;
  };
  EXPECT_GT(mean(49), -0.5);
  EXPECT_LT(mean(0), -10);
}

TEST(GeneticSamplerTest, DoesntRepeatItsPopulation) {
  // More points than are remembered one by one.
  SamplerOptions options =
      Genetic(Space({Integer("a", 1, 5'000), Integer("b", 1, 5'000)}), 2'000);
  options.population_size = 40;
  const SearchRun run =
      Search(options, Minimise([](const auto& x) {
               return std::abs(x[0] - 3) + std::abs(x[1] - 4'997);
             }));
  for (const auto& batch : run.batches) {
    std::set<std::string> texts;
    for (const auto& point : batch) {
      texts.insert(options.space.PointText(point));
    }
    EXPECT_EQ(texts.size(), batch.size());
  }
  EXPECT_GT(run.Best(), -10);
}

// Genes of inactive parameters are kept: what one branch learnt is there when
// the choice comes back.
TEST(GeneticSamplerTest, LearnsConditionalParameters) {
  const ParameterSpace space =
      Space({Choices("type", {Text("a"), Text("b"), Text("c")}),
             When(Real("u", 0, 1), "type", {Text("b")}),
             When(Real("v", 0, 1), "type", {Text("c")})});
  SamplerOptions options = Genetic(space, 1'000);
  options.population_size = 20;
  const SearchRun run = Search(options, [](const SearchPoint& point) {
    // type, u, v
    if (point[1]) return TrialScore{{-std::abs(NumberAt(point, 1) - 0.9)}};
    if (point[2]) return TrialScore{{1 - std::abs(NumberAt(point, 2) - 0.4)}};
    return TrialScore{};
  });
  EXPECT_GT(run.Best(), 0.999);
}

}  // namespace
}  // namespace admf
