#include "managers/search/search_plan.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/status_macros.h"
#include "engine/search/sampler_factory.h"
#include "managers/backtest/parameter_values.h"
#include "managers/search/varied_parameters.h"

namespace admf {

using google::protobuf::Value;

namespace {

constexpr char kField[] = "workflow.optimization_config";
constexpr int64_t kDefaultTrials = 1000;
constexpr int kMostParameters = 64;

SearchAlgorithm ToAlgorithm(v1::SearchAlgorithm algorithm) {
  switch (algorithm) {
    case v1::SEARCH_ALGORITHM_RANDOM:
      return SearchAlgorithm::kRandom;
    case v1::SEARCH_ALGORITHM_SOBOL:
      return SearchAlgorithm::kSobol;
    case v1::SEARCH_ALGORITHM_GENETIC:
      return SearchAlgorithm::kGenetic;
    case v1::SEARCH_ALGORITHM_CMA_ES:
      return SearchAlgorithm::kCmaEs;
    case v1::SEARCH_ALGORITHM_TPE:
      return SearchAlgorithm::kTpe;
    default:
      return SearchAlgorithm::kGrid;
  }
}

/// The space of the parameters; nothing, with problems, if one of them is
/// wrong.
std::optional<ParameterSpace> ReadSpace(const v1::BacktestConfig& run,
                                        const v1::OptimizationConfig& config,
                                        std::vector<ConfigProblem>* problems) {
  const std::string field = absl::StrCat(kField, ".parameter_space");
  const size_t before = problems->size();
  const std::map<std::string, Value> sorted(config.parameter_space().begin(),
                                            config.parameter_space().end());
  std::vector<SearchDimension> dimensions;
  for (const auto& [name, value] : sorted) {
    auto dimension = ReadDimension(name, value, run);
    if (dimension.ok()) {
      dimensions.push_back(*std::move(dimension));
    } else {
      problems->push_back({absl::StrCat(field, ".", name),
                           std::string(dimension.status().message())});
    }
  }
  if (sorted.empty()) {
    problems->push_back(
        {field,
         "is missing; say what varies, such as `parameter_space: "
         "{fast_period: [5, 10, 20]}`"});
  } else if (config.parameter_space_size() > kMostParameters) {
    problems->push_back(
        {field, absl::StrCat("has ", sorted.size(), " parameters; ",
                             kMostParameters, " are the limit")});
  }
  if (problems->size() > before) return std::nullopt;
  auto space = ParameterSpace::Create(std::move(dimensions));
  if (space.ok()) return *std::move(space);
  problems->push_back({field, std::string(space.status().message())});
  return std::nullopt;
}

/// What the constraints say, of parameters and of metrics.
struct Constraints {
  std::vector<ParameterConstraint> parameters;
  std::vector<MetricConstraint> metrics;
};

/// The parameters of the strategy, and of its members, which constraints may
/// name although they don't vary.
FixedParameters FixedOf(const v1::StrategyConfig& strategy,
                        const ParameterSpace& space) {
  FixedParameters fixed;
  const auto add = [&](const std::string& name, const Value& value) {
    auto parameter = ToParameterValue(value);
    if (!parameter || space.IndexOf(name)) return;
    fixed[name] = *std::move(parameter);
  };
  for (const auto& [name, value] : strategy.params()) add(name, value);
  for (const auto& [member, config] : strategy.members()) {
    for (const auto& [name, value] : config.params()) {
      add(absl::StrCat(member, ".", name), value);
    }
  }
  return fixed;
}

Constraints ReadConstraints(const v1::BacktestConfig& run,
                            const v1::OptimizationConfig& config,
                            const ParameterSpace& space,
                            std::vector<ConfigProblem>* problems) {
  Constraints constraints;
  const FixedParameters fixed = FixedOf(run.strategy(), space);
  for (int i = 0; i < config.constraints_size(); ++i) {
    const Value& value = config.constraints(i);
    const std::string field = absl::StrCat(kField, ".constraints[", i, "]");
    if (value.kind_case() == Value::kStringValue) {
      auto constraint =
          ParameterConstraint::Parse(value.string_value(), space, fixed);
      if (constraint.ok()) {
        constraints.parameters.push_back(*std::move(constraint));
      } else {
        problems->push_back(
            {field, std::string(constraint.status().message())});
      }
    } else if (value.kind_case() == Value::kStructValue) {
      auto constraint = ReadMetricConstraint(value, field, problems);
      if (constraint) constraints.metrics.push_back(*std::move(constraint));
    } else {
      problems->push_back(
          {field,
           "a constraint is a text such as `fast_period < slow_period` "
           "or a mapping such as `{metric: trade_count, min: 30}`"});
    }
  }
  return constraints;
}

template <typename Number>
void CheckRange(bool given, Number value, Number low, Number high,
                const std::string& name, std::vector<ConfigProblem>* problems) {
  if (!given || (value >= low && value <= high)) return;
  problems->push_back({absl::StrCat(kField, ".", name),
                       absl::StrCat(value, " is out of range; it must be from ",
                                    low, " to ", high)});
}

void ResolveRegimes(v1::RegimesConfig* regimes,
                    std::vector<ConfigProblem>* problems) {
  if (regimes->features().empty()) {
    regimes->add_features(v1::REGIME_FEATURE_TREND);
    regimes->add_features(v1::REGIME_FEATURE_VOLATILITY);
  }
  for (int i = 0; i < regimes->features_size(); ++i) {
    if (regimes->features(i) != v1::REGIME_FEATURE_UNSPECIFIED) continue;
    problems->push_back({absl::StrCat(kField, ".regimes.features[", i, "]"),
                         "is not set; valid are `trend` and `volatility`"});
  }
  if (!regimes->has_period()) regimes->set_period(50);
  if (!regimes->has_trend_threshold()) regimes->set_trend_threshold(0.3);
  if (!regimes->has_min_bars()) regimes->set_min_bars(100);
  CheckRange<int64_t>(true, regimes->period(), 5, 10'000, "regimes.period",
                      problems);
  CheckRange<int64_t>(true, regimes->min_bars(), 1, int64_t{1} << 40,
                      "regimes.min_bars", problems);
  if (!(regimes->trend_threshold() > 0 && regimes->trend_threshold() < 1)) {
    problems->push_back({absl::StrCat(kField, ".regimes.trend_threshold"),
                         "must be above 0 and below 1"});
  }
}

void ResolveEnsemble(v1::EnsembleConfig* ensemble,
                     std::vector<ConfigProblem>* problems) {
  if (!ensemble->has_size()) ensemble->set_size(10);
  if (!ensemble->has_max_weight()) ensemble->set_max_weight(0.4);
  if (!ensemble->has_max_correlation()) ensemble->set_max_correlation(0.9);
  if (ensemble->weighting() == v1::ENSEMBLE_WEIGHTING_UNSPECIFIED) {
    ensemble->set_weighting(v1::ENSEMBLE_WEIGHTING_INVERSE_VARIANCE);
  }
  CheckRange(true, ensemble->size(), 2, 100, "ensemble.size", problems);
  CheckRange(true, ensemble->max_correlation(), -1.0, 1.0,
             "ensemble.max_correlation", problems);
  if (!(ensemble->max_weight() > 0 && ensemble->max_weight() <= 1)) {
    problems->push_back({absl::StrCat(kField, ".ensemble.max_weight"),
                         "must be above 0 and at most 1"});
  }
}

/// Fills in what doesn't depend on the space.
void ResolveOptions(v1::OptimizationConfig* config,
                    std::vector<ConfigProblem>* problems) {
  if (config->algorithm() == v1::SEARCH_ALGORITHM_UNSPECIFIED) {
    config->set_algorithm(v1::SEARCH_ALGORITHM_GRID);
  }
  if (!config->has_max_trials() &&
      config->algorithm() != v1::SEARCH_ALGORITHM_GRID) {
    config->set_max_trials(kDefaultTrials);
  }
  if (!config->has_overfitting_blocks()) config->set_overfitting_blocks(12);
  CheckRange<int64_t>(config->has_max_trials(), config->max_trials(), 1,
                      SearchPlan::kMostTrials, "max_trials", problems);
  CheckRange(config->has_population_size(), config->population_size(), 4,
             10'000, "population_size", problems);
  CheckRange(config->has_batch_size(), config->batch_size(), 1, 1000,
             "batch_size", problems);
  CheckRange(true, config->overfitting_blocks(), 4, 16, "overfitting_blocks",
             problems);
  if (config->overfitting_blocks() % 2 != 0) {
    problems->push_back({absl::StrCat(kField, ".overfitting_blocks"),
                         "must be even: half of the blocks is against half"});
  }
  if (config->has_max_time() && config->max_time().seconds() <= 0 &&
      config->max_time().nanos() <= 0) {
    problems->push_back(
        {absl::StrCat(kField, ".max_time"), "must be above zero"});
  }
  if (config->has_early_stopping()) {
    const v1::EarlyStoppingConfig& stopping = config->early_stopping();
    CheckRange<int64_t>(true, stopping.patience(), 1, SearchPlan::kMostTrials,
                        "early_stopping.patience", problems);
    CheckRange(true, stopping.min_delta(), 0.0, 1e300,
               "early_stopping.min_delta", problems);
  }
  if (config->has_regimes())
    ResolveRegimes(config->mutable_regimes(), problems);
  if (config->has_ensemble()) {
    ResolveEnsemble(config->mutable_ensemble(), problems);
  }
}

/// How many trials a grid has, or what is wrong with that.
void ResolveGridSize(const ParameterSpace& space,
                     v1::OptimizationConfig* config,
                     std::vector<ConfigProblem>* problems) {
  if (config->algorithm() != v1::SEARCH_ALGORITHM_GRID) return;
  const auto size = space.GridSize();
  if (!size) return;  // The sampler says what is wrong.
  const int64_t limit =
      config->has_max_trials() ? config->max_trials() : SearchPlan::kMostTrials;
  if (*size > limit) {
    problems->push_back(
        {absl::StrCat(kField, ".max_trials"),
         absl::StrCat("the grid has ", *size, " points, more than ", limit,
                      "; take larger steps, or an algorithm that chooses "
                      "(`random`, `sobol`, `genetic`, `cma_es`, `tpe`)")});
  }
  config->set_max_trials(*size);
}

}  // namespace

absl::StatusOr<SearchPlan> SearchPlan::Create(
    const v1::BacktestConfig& run, const v1::OptimizationConfig& config) {
  std::vector<ConfigProblem> problems;
  const auto space = ReadSpace(run, config, &problems);
  Constraints constraints;
  if (space) constraints = ReadConstraints(run, config, *space, &problems);
  if (!problems.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        problems.front().field, ": ", problems.front().description));
  }
  SearchPlan plan(run, config, *space);
  plan.objectives_ = ToObjectives(config);
  plan.objectives_.constraints = std::move(constraints.metrics);
  plan.constraints_ = std::move(constraints.parameters);
  for (const SearchDimension& dimension : plan.space_.dimensions()) {
    plan.varies_run_fields_ |= dimension.name.find('.') != std::string::npos;
  }
  return plan;
}

bool SearchPlan::Allows(const SearchPoint& point) const {
  for (const ParameterConstraint& constraint : constraints_) {
    if (!constraint.Holds(point)) return false;
  }
  const v1::BacktestConfig run = RunAt(point);
  return varies_run_fields_ ? IsValidRun(run) : IsValidStrategy(run.strategy());
}

v1::BacktestConfig SearchPlan::RunAt(const SearchPoint& point) const {
  v1::BacktestConfig run = run_;
  const absl::Status applied = ApplyPoint(space_.dimensions(), point, &run);
  CHECK(applied.ok());  // ReadDimension has checked names and types.
  return run;
}

google::protobuf::Map<std::string, Value> SearchPlan::ParametersOf(
    const SearchPoint& point) const {
  google::protobuf::Map<std::string, Value> parameters;
  for (size_t i = 0; i < point.size(); ++i) {
    if (point[i].has_value()) {
      parameters[space_.dimensions()[i].name] = ToValue(*point[i]);
    }
  }
  return parameters;
}

SamplerOptions SearchPlan::MakeSamplerOptions(
    uint64_t seed, std::function<bool()> interrupted) const {
  SamplerOptions options{.algorithm = ToAlgorithm(config_.algorithm()),
                         .space = space_};
  options.seed = seed;
  options.max_trials = config_.max_trials();
  options.objective_count =
      objectives_.pareto ? objectives_.objectives.size() : 1;
  options.allowed = [this](const SearchPoint& point) { return Allows(point); };
  options.interrupted = std::move(interrupted);
  if (config_.has_population_size()) {
    options.population_size = static_cast<size_t>(config_.population_size());
  }
  if (config_.has_batch_size() &&
      config_.algorithm() == v1::SEARCH_ALGORITHM_TPE) {
    options.batch_size = static_cast<size_t>(config_.batch_size());
  }
  return options;
}

void ResolveOptimization(v1::WorkflowConfig* config,
                         std::vector<ConfigProblem>* problems) {
  v1::OptimizationConfig* const search = config->mutable_optimization_config();
  const size_t before = problems->size();
  ResolveOptions(search, problems);
  ResolveObjectives(search, problems);
  const auto space = ReadSpace(config->backtest_config(), *search, problems);
  if (space) {
    ReadConstraints(config->backtest_config(), *search, *space, problems);
    ResolveGridSize(*space, search, problems);
  }
  if (problems->size() > before) return;
  const auto plan = SearchPlan::Create(config->backtest_config(), *search);
  absl::Status status = plan.status();
  if (status.ok()) {
    status = CreateSampler(plan->MakeSamplerOptions(0, nullptr)).status();
  }
  if (!status.ok()) {
    problems->push_back(
        {absl::StrCat(kField, ".algorithm"), std::string(status.message())});
  }
}

}  // namespace admf
