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
#include "managers/search/search_options.h"
#include "managers/search/varied_parameters.h"
#include "managers/search/varied_values.h"

namespace admf {

using google::protobuf::Value;

namespace {

constexpr char kSpaceField[] = "workflow.optimization_config.parameter_space";
constexpr size_t kMostParameters = 64;

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
    const std::string field =
        absl::StrCat(kOptimizationField, ".constraints[", i, "]");
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
      config->has_max_trials() ? config->max_trials() : kMostTrials;
  if (!size || *size > limit) {
    problems->push_back(
        {absl::StrCat(kOptimizationField, ".max_trials"),
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
  ResolveSearchOptions(search, problems);
  if (search->has_regimes() && config->data_config().sources_size() > 1) {
    problems->push_back(
        {absl::StrCat(kOptimizationField, ".regimes"),
         "tells the regimes of one market; leave it out, or search for each "
         "symbol alone"});
  }
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
    problems->push_back({absl::StrCat(kOptimizationField, ".algorithm"),
                         std::string(status.message())});
  }
}

}  // namespace admf
