#include "managers/search/search_plan.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/status_macros.h"
#include "engine/search/sampler_factory.h"
#include "engine/strategies/catalogue.h"
#include "managers/backtest/parameter_values.h"
#include "managers/backtest/run_fields.h"
#include "managers/search/run_check.h"
#include "managers/search/varied_parameters.h"
#include "managers/search/varied_values.h"

namespace admf {

using google::protobuf::Value;

namespace {

constexpr char kField[] = "workflow.optimization_config";
constexpr char kSpaceField[] = "workflow.optimization_config.parameter_space";
constexpr int64_t kDefaultTrials = 1000;
constexpr size_t kMostParameters = 64;

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

/// What varies, as far as it is well.
struct ReadParameters {
  /// Has all parameters, those that are wrong with any values. Nothing if there
  /// are none.
  std::optional<ParameterSpace> space;
  /// Those that are wrong, or of which nothing can be known.
  std::set<std::string> failed;
};

std::map<std::string, Value> GivenSpace(const v1::OptimizationConfig& config) {
  return {config.parameter_space().begin(), config.parameter_space().end()};
}

/// Whether the strategy that the parameter would be of is one of the catalogue.
/// If it isn't, that is what is wrong.
bool HasKnownStrategy(const std::string& name, const v1::BacktestConfig& run) {
  const size_t dot = name.find('.');
  if (dot == std::string::npos) {
    return FindStrategy(run.strategy().type()) != nullptr;
  }
  const auto member = run.strategy().members().find(name.substr(0, dot));
  return member == run.strategy().members().end() ||
         FindStrategy(member->second.type()) != nullptr;
}

/// Checks what the dimensions are to each other, and puts others in place of
/// those that are wrong.
void CheckSpace(const std::map<std::string, Value>& given,
                std::vector<SearchDimension>* dimensions,
                std::set<std::string>* failed,
                std::vector<ConfigProblem>* problems) {
  const auto forget_conditions = [&] {
    for (SearchDimension& dimension : *dimensions) {
      if (dimension.when && failed->contains(dimension.when->name)) {
        dimension.when.reset();
      }
    }
  };
  const auto replace_failed = [&] {
    std::erase_if(*dimensions, [&](const SearchDimension& dimension) {
      return failed->contains(dimension.name);
    });
    for (const std::string& name : *failed) {
      dimensions->push_back({.name = name,
                             .kind = SearchDimension::Kind::kInteger,
                             .maximum = 1});
    }
    forget_conditions();
  };
  replace_failed();
  for (SpaceProblem& problem : ParameterSpace::FindProblems(*dimensions)) {
    failed->insert(problem.name);
    const std::string field = absl::StrCat(kSpaceField, ".", problem.name);
    const Value& value = given.at(problem.name);
    std::string place =
        problem.key == "when" ? PlaceOfCondition(field, value, problem.index)
        : problem.index       ? PlaceOfChoice(field, value, *problem.index)
                              : PlaceOfPart(field, value, problem.key);
    problems->push_back({std::move(place), std::move(problem.description)});
  }
  replace_failed();
}

ReadParameters ReadSpace(const v1::BacktestConfig& run,
                         const v1::OptimizationConfig& config,
                         std::vector<ConfigProblem>* problems) {
  const std::map<std::string, Value> given = GivenSpace(config);
  if (given.empty()) {
    problems->push_back(
        {kSpaceField,
         "is missing; say what varies, such as `parameter_space: "
         "{fast_period: [5, 10, 20]}`"});
    return {};
  }
  if (given.size() > kMostParameters) {
    problems->push_back(
        {kSpaceField, absl::StrCat("has ", given.size(), " parameters; ",
                                   kMostParameters, " are the limit")});
    return {};
  }
  ReadParameters read;
  std::vector<SearchDimension> dimensions;
  for (const auto& [name, value] : given) {
    std::optional<SearchDimension> dimension;
    if (HasKnownStrategy(name, run)) {
      dimension = ReadDimension(name, value, run,
                                absl::StrCat(kSpaceField, ".", name), problems);
    }
    if (dimension) {
      dimensions.push_back(*std::move(dimension));
    } else {
      read.failed.insert(name);
    }
  }
  CheckSpace(given, &dimensions, &read.failed, problems);
  auto space = ParameterSpace::Create(std::move(dimensions));
  if (space.ok()) read.space = *std::move(space);
  return read;
}

/// What the constraints say, of parameters and of metrics.
struct Constraints {
  std::vector<ParameterConstraint> parameters;
  std::vector<MetricConstraint> metrics;
};

/// The parameters of the strategy and of its members and the numbers of the
/// run, which constraints may name although they don't vary.
FixedParameters FixedOf(const v1::BacktestConfig& run,
                        const ParameterSpace& space) {
  const v1::StrategyConfig& strategy = run.strategy();
  FixedParameters fixed;
  for (const std::string& path : RunFields()) {
    const auto number = GetRunField(path, run);
    if (number && !space.IndexOf(path)) fixed[path] = *number;
  }
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

/// Whether a constraint names something of which nothing is known.
bool NamesOneOf(std::string_view text, const std::set<std::string>& names) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return text.find(name) != std::string_view::npos;
  });
}

void ReadParameterConstraint(const std::string& text, const std::string& field,
                             const ReadParameters& read,
                             const FixedParameters& fixed,
                             Constraints* constraints,
                             std::vector<ConfigProblem>* problems) {
  auto constraint = ParameterConstraint::Parse(text, *read.space, fixed);
  if (constraint.ok()) {
    if (!constraint->depends_on_point() && !constraint->Holds({})) {
      problems->push_back(
          {field,
           "is never true, whatever varies; name a parameter that varies, or "
           "leave it out"});
      return;
    }
    constraints->parameters.push_back(*std::move(constraint));
  } else if (!NamesOneOf(text, read.failed)) {
    problems->push_back({field, std::string(constraint.status().message())});
  }
}

Constraints ReadConstraints(const v1::BacktestConfig& run,
                            const v1::OptimizationConfig& config,
                            const ReadParameters& read,
                            std::vector<ConfigProblem>* problems) {
  Constraints constraints;
  FixedParameters fixed;
  if (read.space) fixed = FixedOf(run, *read.space);
  for (int i = 0; i < config.constraints_size(); ++i) {
    const Value& value = config.constraints(i);
    const std::string field = absl::StrCat(kField, ".constraints[", i, "]");
    if (value.kind_case() == Value::kStringValue) {
      if (!read.space || FindStrategy(run.strategy().type()) == nullptr) {
        continue;  // Nobody knows what it may name.
      }
      ReadParameterConstraint(value.string_value(), field, read, fixed,
                              &constraints, problems);
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
  std::set<int> known;
  for (int i = 0; i < regimes->features_size(); ++i) {
    const std::string field =
        absl::StrCat(kField, ".regimes.features[", i, "]");
    if (regimes->features(i) == v1::REGIME_FEATURE_UNSPECIFIED) {
      problems->push_back(
          {field, "is not set; valid are `trend` and `volatility`"});
    } else if (!known.insert(regimes->features(i)).second) {
      problems->push_back({field, "is there twice; name each one once"});
    }
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
  } else if (ensemble->size() >= 2 &&
             ensemble->size() * ensemble->max_weight() < 1 - 1e-9) {
    problems->push_back(
        {absl::StrCat(kField, ".ensemble.max_weight"),
         absl::StrCat(ensemble->size(), " members (`size`) with at most ",
                      ensemble->max_weight(),
                      " each can't have all of the money; raise `max_weight` "
                      "or `size`")});
  }
}

/// Numbers that only some algorithms look at.
void CheckAlgorithmNumbers(const v1::OptimizationConfig& config,
                           std::vector<ConfigProblem>* problems) {
  const SearchAlgorithm algorithm = ToAlgorithm(config.algorithm());
  const auto refuse = [&](bool given, const char* name, const char* whose) {
    if (!given) return;
    problems->push_back(
        {absl::StrCat(kField, ".", name),
         absl::StrCat("has no meaning with `algorithm: ",
                      std::string(NameOf(algorithm)), "`; it is of ", whose,
                      ", so leave it out or choose another algorithm")});
  };
  const bool has_population = algorithm == SearchAlgorithm::kGenetic ||
                              algorithm == SearchAlgorithm::kCmaEs;
  refuse(config.has_population_size() && !has_population, "population_size",
         "`genetic` and `cma_es`");
  refuse(config.has_batch_size() && algorithm != SearchAlgorithm::kTpe,
         "batch_size", "`tpe`");
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
  CheckAlgorithmNumbers(*config, problems);
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
    if (stopping.patience() == 0) {
      problems->push_back(
          {absl::StrCat(kField, ".early_stopping.patience"),
           "is missing or 0; say how many trials in a row may bring no better "
           "one, such as `patience: 200`"});
    } else {
      CheckRange<int64_t>(true, stopping.patience(), 1, SearchPlan::kMostTrials,
                          "early_stopping.patience", problems);
    }
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
void ResolveGridSize(const ReadParameters& read, v1::OptimizationConfig* config,
                     std::vector<ConfigProblem>* problems) {
  if (config->algorithm() != v1::SEARCH_ALGORITHM_GRID) return;
  const ParameterSpace& space = *read.space;
  bool is_countable = true;
  for (size_t i = 0; i < space.dimensions().size(); ++i) {
    if (space.scale(i).level_count()) continue;
    is_countable = false;
    problems->push_back(
        {absl::StrCat(kSpaceField, ".", space.dimensions()[i].name),
         "a grid needs a `step` here, or a list of values; without them take "
         "an algorithm that chooses (`random`, `sobol`, `genetic`, `cma_es`, "
         "`tpe`)"});
  }
  if (!is_countable || !read.failed.empty()) return;
  const auto size = space.GridSize();
  const int64_t limit =
      config->has_max_trials() ? config->max_trials() : SearchPlan::kMostTrials;
  if (!size || *size > limit) {
    problems->push_back(
        {absl::StrCat(kField, ".max_trials"),
         absl::StrCat("the grid has ",
                      size ? absl::StrCat(*size) : "more than 2^62",
                      " points, more than ", limit,
                      "; take larger steps, or an algorithm that chooses "
                      "(`random`, `sobol`, `genetic`, `cma_es`, `tpe`)")});
  }
  config->set_max_trials(size.value_or(limit));
}

}  // namespace

absl::StatusOr<SearchPlan> SearchPlan::Create(
    const v1::BacktestConfig& run, const v1::OptimizationConfig& config) {
  std::vector<ConfigProblem> problems;
  const ReadParameters read = ReadSpace(run, config, &problems);
  Constraints constraints = ReadConstraints(run, config, read, &problems);
  if (!problems.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        problems.front().field, ": ", problems.front().description));
  }
  if (!read.failed.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        kSpaceField, ": there is no strategy ", run.strategy().type()));
  }
  SearchPlan plan(run, config, *read.space);
  plan.objectives_ = ToObjectives(config);
  plan.objectives_.constraints = std::move(constraints.metrics);
  plan.constraints_ = std::move(constraints.parameters);
  for (const SearchDimension& dimension : plan.space_.dimensions()) {
    plan.varies_run_fields_ |= dimension.name.find('.') != std::string::npos;
  }
  return plan;
}

bool SearchPlan::Allows(const SearchPoint& point, DrawnPoints* drawn) const {
  if (drawn != nullptr) ++drawn->count;
  for (const ParameterConstraint& constraint : constraints_) {
    if (constraint.Holds(point)) continue;
    if (drawn != nullptr) ++drawn->excluded;
    return false;
  }
  const v1::BacktestConfig run = RunAt(point);
  if (varies_run_fields_ ? IsValidRun(run) : IsValidStrategy(run.strategy())) {
    return true;
  }
  if (drawn != nullptr && drawn->invalid++ == 0) {
    drawn->example =
        absl::StrCat(space_.PointText(point), ": ",
                     FindRunProblems(run, /*alone=*/false).front().description);
  }
  return false;
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

SamplerOptions SearchPlan::MakeSamplerOptions(uint64_t seed,
                                              std::function<bool()> interrupted,
                                              DrawnPoints* drawn) const {
  SamplerOptions options{.algorithm = ToAlgorithm(config_.algorithm()),
                         .space = space_};
  options.seed = seed;
  options.max_trials = config_.max_trials();
  options.objective_count =
      objectives_.pareto ? objectives_.objectives.size() : 1;
  options.allowed = [this, drawn](const SearchPoint& point) {
    return Allows(point, drawn);
  };
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

std::unique_ptr<EarlyStopping> SearchPlan::MakeEarlyStopping() const {
  if (!config_.has_early_stopping()) return nullptr;
  const v1::EarlyStoppingConfig& config = config_.early_stopping();
  return std::make_unique<EarlyStopping>(EarlyStopping::Options{
      .patience = config.patience(), .min_delta = config.min_delta()});
}

void ResolveOptimization(v1::WorkflowConfig* config,
                         std::vector<ConfigProblem>* problems) {
  v1::OptimizationConfig* const search = config->mutable_optimization_config();
  const size_t before = problems->size();
  ResolveOptions(search, problems);
  ResolveObjectives(search, problems);
  const v1::BacktestConfig& run = config->backtest_config();
  const ReadParameters read = ReadSpace(run, *search, problems);
  ReadConstraints(run, *search, read, problems);
  if (read.space) {
    CheckVariedValues(run, *read.space, GivenSpace(*search), read.failed,
                      kSpaceField, problems);
    ResolveGridSize(read, search, problems);
  }
  // What is left is between all of them.
  if (!read.failed.empty()) return;
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
