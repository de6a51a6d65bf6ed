#include "engine/search/sampler_factory.h"

#include <cmath>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "engine/search/cma_es_sampler.h"
#include "engine/search/genetic_sampler.h"
#include "engine/search/grid_sampler.h"
#include "engine/search/random_sampler.h"
#include "engine/search/sobol_sampler.h"
#include "engine/search/tpe_sampler.h"

namespace admf {
namespace {

constexpr size_t kMostPerBatch = 100'000;

absl::Status Invalid(const std::string& message) {
  return absl::InvalidArgumentError(message);
}

std::string NumberText(double number) {
  return ToString(ParameterValue(number));
}

absl::Status CheckCount(const char* name, std::optional<size_t> count,
                        size_t least) {
  if (!count || (*count >= least && *count <= kMostPerBatch)) {
    return absl::OkStatus();
  }
  return Invalid(absl::StrCat(name, " must be from ", least, " to ",
                              kMostPerBatch, ", not ", *count));
}

absl::Status CheckProbability(const char* name, double value) {
  if (value >= 0 && value <= 1) return absl::OkStatus();
  return Invalid(
      absl::StrCat(name, " must be from 0 to 1, not ", NumberText(value)));
}

absl::Status CheckPositive(const char* name, double value, double most) {
  if (value > 0 && value <= most) return absl::OkStatus();
  return Invalid(absl::StrCat(name, " must be above 0 and at most ",
                              NumberText(most), ", not ", NumberText(value)));
}

absl::Status CheckNumbers(const SamplerOptions& options) {
  constexpr double kMostIndex = 1000;
  if (options.max_trials < 1) {
    return Invalid(absl::StrCat("max_trials must be at least 1, not ",
                                options.max_trials));
  }
  if (options.objective_count < 1) {
    return Invalid("there must be at least one objective");
  }
  RETURN_IF_ERROR(CheckCount("batch_size", options.batch_size, 1));
  RETURN_IF_ERROR(CheckCount("population_size", options.population_size, 4));
  RETURN_IF_ERROR(CheckCount("tournament_size", options.tournament_size, 1));
  RETURN_IF_ERROR(CheckCount("candidates", options.candidates, 1));
  RETURN_IF_ERROR(CheckProbability("crossover_rate", options.crossover_rate));
  RETURN_IF_ERROR(
      CheckProbability("mutation_rate", options.mutation_rate.value_or(0)));
  RETURN_IF_ERROR(
      CheckPositive("crossover_index", options.crossover_index, kMostIndex));
  RETURN_IF_ERROR(
      CheckPositive("mutation_index", options.mutation_index, kMostIndex));
  RETURN_IF_ERROR(CheckPositive("sigma0", options.sigma0, 1));
  RETURN_IF_ERROR(CheckPositive("gamma", options.gamma, 1));
  if (options.startup_trials < 1) {
    return Invalid(absl::StrCat("startup_trials must be at least 1, not ",
                                options.startup_trials));
  }
  return absl::OkStatus();
}

absl::Status CheckGrid(const SamplerOptions& options) {
  if (options.space.GridSize()) return absl::OkStatus();
  for (size_t i = 0; i < options.space.dimensions().size(); ++i) {
    if (options.space.scale(i).level_count()) continue;
    return Invalid(absl::StrCat(
        "grid can't list the values of ", options.space.dimensions()[i].name,
        "; give it a step, or use random, sobol, genetic, cma_es or tpe"));
  }
  return Invalid(
      "the grid has more than 2^62 points; take larger steps, or use random, "
      "sobol, genetic or tpe");
}

absl::Status CheckCmaEs(const SamplerOptions& options) {
  if (options.objective_count > 1) {
    return Invalid(
        "cma_es has one objective; use genetic or tpe for several, or weights "
        "that make one of them");
  }
  const auto& dimensions = options.space.dimensions();
  if (dimensions.size() > CmaEsSampler::kMostDimensions) {
    return Invalid(absl::StrCat(
        "cma_es varies at most ", CmaEsSampler::kMostDimensions,
        " parameters, not ", dimensions.size(), "; use genetic or tpe"));
  }
  for (const SearchDimension& dimension : dimensions) {
    if (dimension.kind == SearchDimension::Kind::kChoices) {
      return Invalid(absl::StrCat(
          "cma_es needs numbers with a range, and ", dimension.name,
          " is a list of choices; give it a minimum and a maximum, or use "
          "genetic or tpe"));
    }
    if (dimension.when) {
      return Invalid(absl::StrCat("cma_es can't vary ", dimension.name,
                                  ", which depends on ", dimension.when->name,
                                  "; use genetic or tpe"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Sampler>> CreateSampler(SamplerOptions options) {
  RETURN_IF_ERROR(CheckNumbers(options));
  switch (options.algorithm) {
    case SearchAlgorithm::kGrid:
      RETURN_IF_ERROR(CheckGrid(options));
      return std::make_unique<GridSampler>(std::move(options));
    case SearchAlgorithm::kRandom:
      return std::make_unique<RandomSampler>(std::move(options));
    case SearchAlgorithm::kSobol:
      return std::make_unique<SobolSampler>(std::move(options));
    case SearchAlgorithm::kGenetic:
      return std::make_unique<GeneticSampler>(std::move(options));
    case SearchAlgorithm::kCmaEs:
      RETURN_IF_ERROR(CheckCmaEs(options));
      return std::make_unique<CmaEsSampler>(std::move(options));
    case SearchAlgorithm::kTpe:
      return std::make_unique<TpeSampler>(std::move(options));
  }
  return Invalid("there is no such algorithm");
}

std::string_view NameOf(SearchAlgorithm algorithm) {
  switch (algorithm) {
    case SearchAlgorithm::kGrid:
      return "grid";
    case SearchAlgorithm::kRandom:
      return "random";
    case SearchAlgorithm::kSobol:
      return "sobol";
    case SearchAlgorithm::kGenetic:
      return "genetic";
    case SearchAlgorithm::kCmaEs:
      return "cma_es";
    case SearchAlgorithm::kTpe:
      return "tpe";
  }
  return "";
}

}  // namespace admf
