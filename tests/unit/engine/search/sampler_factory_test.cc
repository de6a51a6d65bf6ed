#include "engine/search/sampler_factory.h"

#include <string>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/search/test_search.h"
#include "tests/unit/engine/search/test_spaces.h"

namespace admf {
namespace {

SamplerOptions With(SearchAlgorithm algorithm, const ParameterSpace& space) {
  return {.algorithm = algorithm, .space = space};
}

SamplerOptions Default() {
  return With(SearchAlgorithm::kRandom, Space({Integer("n", 1, 2)}));
}

void ExpectRefused(const SamplerOptions& options, const std::string& message) {
  const auto sampler = CreateSampler(options);
  EXPECT_EQ(sampler.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(sampler.status().message(), message);
}

TEST(SamplerFactoryTest, AGridNeedsSteps) {
  ExpectRefused(
      With(SearchAlgorithm::kGrid,
           Space({Integer("n", 1, 2), Real("band", 0, 1)})),
      "grid can't list the values of band; give it a step, or use random, "
      "sobol, genetic, cma_es or tpe");
  ExpectRefused(With(SearchAlgorithm::kGrid,
                     Space({Integer("a", 1, 9e9), Integer("b", 1, 9e9)})),
                "the grid has more than 2^62 points; take larger steps, or use "
                "random, sobol, genetic or tpe");
}

TEST(SamplerFactoryTest, CmaEsNeedsNumbersAndOneObjective) {
  ExpectRefused(
      With(SearchAlgorithm::kCmaEs,
           Space({Choices("type", {Text("a"), Text("b")}), Real("x", 0, 1)})),
      "cma_es needs numbers with a range, and type is a list of choices; give "
      "it a minimum and a maximum, or use genetic or tpe");
  ExpectRefused(
      With(SearchAlgorithm::kCmaEs,
           Space({When(Real("x", 0, 1), "n", {Whole(1)}), Integer("n", 1, 2)})),
      "cma_es can't vary x, which depends on n; use genetic or tpe");
  SamplerOptions options = With(SearchAlgorithm::kCmaEs, Cube(2, 0, 1));
  options.objective_count = 2;
  ExpectRefused(options,
                "cma_es has one objective; use genetic or tpe for several, or "
                "weights that make one of them");
  ExpectRefused(
      With(SearchAlgorithm::kCmaEs, Cube(101, 0, 1)),
      "cma_es varies at most 100 parameters, not 101; use genetic or tpe");
}

TEST(SamplerFactoryTest, NumbersHaveRanges) {
  SamplerOptions options = Default();
  options.max_trials = 0;
  ExpectRefused(options, "max_trials must be at least 1, not 0");
  options = Default();
  options.batch_size = 0;
  ExpectRefused(options, "batch_size must be from 1 to 100000, not 0");
  options = Default();
  options.population_size = 3;
  ExpectRefused(options, "population_size must be from 4 to 100000, not 3");
  options = Default();
  options.crossover_rate = 1.5;
  ExpectRefused(options, "crossover_rate must be from 0 to 1, not 1.5");
  options = Default();
  options.mutation_rate = -0.1;
  ExpectRefused(options, "mutation_rate must be from 0 to 1, not -0.1");
  options = Default();
  options.sigma0 = 0;
  ExpectRefused(options, "sigma0 must be above 0 and at most 1, not 0");
  options = Default();
  options.gamma = 2;
  ExpectRefused(options, "gamma must be above 0 and at most 1, not 2");
  options = Default();
  options.startup_trials = 0;
  ExpectRefused(options, "startup_trials must be at least 1, not 0");
  options = Default();
  options.objective_count = 0;
  ExpectRefused(options, "there must be at least one objective");
}

}  // namespace
}  // namespace admf
