#include "managers/validation/resolve_validation.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <set>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "engine/execution/settings.h"
#include "engine/validation/perturbation.h"
#include "engine/validation/splits.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "managers/backtest/backtest_config.h"
#include "managers/search/objectives.h"
#include "managers/search/search_plan.h"
#include "managers/search/varied_parameters.h"

namespace admf {

using Method = v1::ValidationMethod;

namespace {

constexpr char kField[] = "workflow.validation_config";
constexpr char kSearchField[] = "workflow.optimization_config";
constexpr int kMostFactors = 20;
constexpr int kMostGroups = 16;

std::string NameOf(Method method) {
  return absl::AsciiStrToLower(absl::StripPrefix(
      v1::ValidationMethod_Name(method), "VALIDATION_METHOD_"));
}

/// Which fields a method looks at, besides `method` and `require`.
struct Use {
  std::string_view field;
  std::vector<Method> methods;
};

const std::vector<Use>& Uses() {
  static const auto* const uses = new std::vector<Use>{
      {"test_fraction", {v1::VALIDATION_METHOD_TRAIN_TEST}},
      {"train_bars", {v1::VALIDATION_METHOD_WALK_FORWARD}},
      {"test_bars", {v1::VALIDATION_METHOD_WALK_FORWARD}},
      {"step_bars", {v1::VALIDATION_METHOD_WALK_FORWARD}},
      {"window", {v1::VALIDATION_METHOD_WALK_FORWARD}},
      {"folds", {v1::VALIDATION_METHOD_K_FOLD}},
      {"groups", {v1::VALIDATION_METHOD_CPCV}},
      {"test_groups", {v1::VALIDATION_METHOD_CPCV}},
      {"purge_bars",
       {v1::VALIDATION_METHOD_TRAIN_TEST, v1::VALIDATION_METHOD_WALK_FORWARD,
        v1::VALIDATION_METHOD_K_FOLD, v1::VALIDATION_METHOD_CPCV}},
      {"embargo_bars",
       {v1::VALIDATION_METHOD_K_FOLD, v1::VALIDATION_METHOD_CPCV}},
      {"samples", {v1::VALIDATION_METHOD_MONTE_CARLO}},
      {"block_length", {v1::VALIDATION_METHOD_MONTE_CARLO}},
      {"cost_factors", {v1::VALIDATION_METHOD_MONTE_CARLO}},
      {"delay_bars", {v1::VALIDATION_METHOD_MONTE_CARLO}},
      {"cuts", {v1::VALIDATION_METHOD_LOOKAHEAD}},
      {"steps", {v1::VALIDATION_METHOD_SENSITIVITY}},
      {"step_fraction", {v1::VALIDATION_METHOD_SENSITIVITY}},
      {"metric", {v1::VALIDATION_METHOD_SENSITIVITY}},
  };
  return *uses;
}

bool Contains(const std::vector<Method>& methods, Method method) {
  return std::find(methods.begin(), methods.end(), method) != methods.end();
}

/// Refuses what the method has no use for.
void CheckUses(const v1::ValidationConfig& config,
               std::vector<ConfigProblem>* problems) {
  std::vector<const google::protobuf::FieldDescriptor*> given;
  config.GetReflection()->ListFields(config, &given);
  for (const auto* field : given) {
    const auto use = std::find_if(
        Uses().begin(), Uses().end(),
        [&](const Use& use) { return use.field == field->name(); });
    if (use == Uses().end() || Contains(use->methods, config.method())) {
      continue;
    }
    problems->push_back(
        {absl::StrCat(kField, ".", field->name()),
         absl::StrCat("has no meaning with `method: ", NameOf(config.method()),
                      "`; leave it out or choose `method: ",
                      NameOf(use->methods.front()), "`")});
  }
}

/// Appends a problem unless low <= value <= high.
template <typename Number>
void CheckRange(Number value, Number low, Number high, const std::string& name,
                std::vector<ConfigProblem>* problems) {
  if (value >= low && value <= high) return;
  problems->push_back({absl::StrCat(kField, ".", name),
                       absl::StrCat(value, " is out of range; it must be from ",
                                    low, " to ", high)});
}

constexpr int64_t kMostBars = int64_t{1} << 40;

void ResolveWalkForward(v1::ValidationConfig* config,
                        std::vector<ConfigProblem>* problems) {
  const auto need = [&](bool given, const char* name, const char* example) {
    if (given) return;
    problems->push_back(
        {absl::StrCat(kField, ".", name),
         absl::StrCat("is missing; `method: walk_forward` needs it, such as "
                      "`",
                      name, ": ", example, "`")});
  };
  need(config->has_train_bars(), "train_bars", "252");
  need(config->has_test_bars(), "test_bars", "63");
  if (!config->has_train_bars() || !config->has_test_bars()) return;
  if (!config->has_step_bars()) config->set_step_bars(config->test_bars());
  if (config->window() == v1::WINDOW_TYPE_UNSPECIFIED) {
    config->set_window(v1::WINDOW_TYPE_ROLLING);
  }
  CheckRange<int64_t>(config->train_bars(), 2, kMostBars, "train_bars",
                      problems);
  CheckRange<int64_t>(config->test_bars(), 2, kMostBars, "test_bars", problems);
  if (config->step_bars() < config->test_bars()) {
    problems->push_back(
        {absl::StrCat(kField, ".step_bars"),
         absl::StrCat(config->step_bars(), " is less than `test_bars` ",
                      config->test_bars(),
                      ", so that bars would be tested twice; make it at least "
                      "that")});
  }
}

void CheckCount(int count, const char* name,
                std::vector<ConfigProblem>* problems) {
  if (count <= kMostFactors) return;
  problems->push_back({absl::StrCat(kField, ".", name),
                       absl::StrCat("there are ", count, "; ", kMostFactors,
                                    " are the limit")});
}

void ResolveMonteCarlo(v1::ValidationConfig* config,
                       std::vector<ConfigProblem>* problems) {
  if (!config->has_samples()) config->set_samples(1000);
  CheckRange(config->samples(), 100, 100'000, "samples", problems);
  if (config->has_block_length()) {
    CheckRange(config->block_length(), 1.0, 1e9, "block_length", problems);
  }
  if (config->cost_factors().empty()) {
    for (const double factor : {1.5, 2.0, 3.0})
      config->add_cost_factors(factor);
  }
  if (config->delay_bars().empty()) {
    for (const int64_t delay : {1, 2, 3}) config->add_delay_bars(delay);
  }
  CheckCount(config->cost_factors_size(), "cost_factors", problems);
  CheckCount(config->delay_bars_size(), "delay_bars", problems);
  for (int i = 0; i < config->cost_factors_size(); ++i) {
    CheckRange(config->cost_factors(i), 0.0, 100.0,
               absl::StrCat("cost_factors[", i, "]"), problems);
  }
  for (int i = 0; i < config->delay_bars_size(); ++i) {
    CheckRange<int64_t>(config->delay_bars(i), 1, 100,
                        absl::StrCat("delay_bars[", i, "]"), problems);
  }
}

void ResolveSensitivity(v1::ValidationConfig* config, bool has_optimization,
                        std::vector<ConfigProblem>* problems) {
  if (!config->has_steps()) config->set_steps(2);
  CheckRange(config->steps(), 1, 10, "steps", problems);
  if (has_optimization) {
    if (!config->metric().empty()) {
      problems->push_back(
          {absl::StrCat(kField, ".metric"),
           "stands beside `optimization_config`, whose `objective` counts; "
           "leave one of them out"});
    }
    if (config->has_step_fraction()) {
      problems->push_back(
          {absl::StrCat(kField, ".step_fraction"),
           "stands beside `optimization_config`, in whose `parameter_space` "
           "the steps are; leave one of them out"});
    }
    return;
  }
  if (!config->has_step_fraction()) config->set_step_fraction(0.1);
  if (config->metric().empty()) config->set_metric("sharpe_ratio");
  if (!(config->step_fraction() > 0 && config->step_fraction() <= 1)) {
    problems->push_back({absl::StrCat(kField, ".step_fraction"),
                         "must be above 0 and at most 1"});
  }
  CheckMetricName(config->metric(), absl::StrCat(kField, ".metric"), problems);
}

/// Of cpcv: C(groups, test_groups) splits.
void CheckSplitCount(const v1::ValidationConfig& config,
                     std::vector<ConfigProblem>* problems) {
  const int groups = config.groups();
  if (groups > kMostGroups) return;  // That is said already.
  int64_t splits = 1;
  for (int i = 1; i <= config.test_groups() && i < groups; ++i) {
    splits = splits * (groups - i + 1) / i;
  }
  if (splits <= kMaxSplits) return;
  problems->push_back(
      {absl::StrCat(kField, ".test_groups"),
       absl::StrCat(config.test_groups(), " of ", groups, " groups make ",
                    splits, " splits; at most ", kMaxSplits,
                    " are allowed: lower `groups` or `test_groups`")});
}

void ResolveMethod(v1::ValidationConfig* config, bool has_optimization,
                   std::vector<ConfigProblem>* problems) {
  switch (config->method()) {
    case v1::VALIDATION_METHOD_TRAIN_TEST:
      if (!config->has_test_fraction()) config->set_test_fraction(0.3);
      if (!(config->test_fraction() > 0 && config->test_fraction() < 1)) {
        problems->push_back({absl::StrCat(kField, ".test_fraction"),
                             "must be above 0 and below 1"});
      }
      break;
    case v1::VALIDATION_METHOD_WALK_FORWARD:
      ResolveWalkForward(config, problems);
      break;
    case v1::VALIDATION_METHOD_K_FOLD:
      if (!config->has_folds()) config->set_folds(5);
      CheckRange(config->folds(), 2, 100, "folds", problems);
      break;
    case v1::VALIDATION_METHOD_CPCV:
      if (!config->has_groups()) config->set_groups(6);
      if (!config->has_test_groups()) config->set_test_groups(2);
      CheckRange(config->groups(), 3, kMostGroups, "groups", problems);
      CheckRange(config->test_groups(), 1, std::max(1, config->groups() - 1),
                 "test_groups", problems);
      CheckSplitCount(*config, problems);
      break;
    case v1::VALIDATION_METHOD_MONTE_CARLO:
      ResolveMonteCarlo(config, problems);
      break;
    case v1::VALIDATION_METHOD_LOOKAHEAD:
      if (!config->has_cuts()) config->set_cuts(50);
      CheckRange(config->cuts(), 1, 10'000, "cuts", problems);
      break;
    case v1::VALIDATION_METHOD_SENSITIVITY:
      ResolveSensitivity(config, has_optimization, problems);
      break;
    default:
      break;
  }
}

/// Refuses what can't be moved from where it is, since it is no number there.
void CheckMovedNumbers(const v1::BacktestConfig& run,
                       const v1::OptimizationConfig& search,
                       std::vector<ConfigProblem>* problems) {
  std::set<std::string> names;
  for (const auto& [name, value] : search.parameter_space()) names.insert(name);
  for (const std::string& name : names) {
    if (GetVariedNumber(name, run)) continue;
    problems->push_back(
        {absl::StrCat(kSearchField, ".parameter_space.", name),
         "has no number in the run that could be moved; give it one in "
         "`backtest_config`, or leave it out here"});
  }
}

}  // namespace

bool IsSplitMethod(Method method) {
  return method == v1::VALIDATION_METHOD_TRAIN_TEST ||
         method == v1::VALIDATION_METHOD_WALK_FORWARD ||
         method == v1::VALIDATION_METHOD_K_FOLD ||
         method == v1::VALIDATION_METHOD_CPCV;
}

void ResolveValidation(v1::ValidationConfig* config, bool has_optimization,
                       std::vector<ConfigProblem>* problems) {
  const Method method = config->method();
  if (method == v1::VALIDATION_METHOD_UNSPECIFIED) {
    problems->push_back(
        {absl::StrCat(kField, ".method"),
         "is missing; choose `train_test`, `walk_forward`, `k_fold`, `cpcv`, "
         "`monte_carlo`, `lookahead` or `sensitivity`"});
    return;
  }
  CheckUses(*config, problems);
  if (has_optimization && (method == v1::VALIDATION_METHOD_MONTE_CARLO ||
                           method == v1::VALIDATION_METHOD_LOOKAHEAD)) {
    problems->push_back(
        {"workflow.optimization_config",
         absl::StrCat("has no meaning with `method: ", NameOf(method),
                      "`, which tests one run; leave it out, and give the best "
                      "parameters in `backtest_config`")});
  }
  if (IsSplitMethod(method) && !config->has_purge_bars()) {
    config->set_purge_bars(0);
  }
  if ((method == v1::VALIDATION_METHOD_K_FOLD ||
       method == v1::VALIDATION_METHOD_CPCV) &&
      !config->has_embargo_bars()) {
    config->set_embargo_bars(0);
  }
  CheckRange<int64_t>(config->purge_bars(), 0, kMostBars, "purge_bars",
                      problems);
  CheckRange<int64_t>(config->embargo_bars(), 0, kMostBars, "embargo_bars",
                      problems);
  ResolveMethod(config, has_optimization, problems);
}

void CheckCostFactors(const v1::BacktestConfig& run,
                      const v1::ValidationConfig& config, bool by_default,
                      std::vector<ConfigProblem>* problems) {
  const SimulationSettings settings = ToSimulationSettings(run);
  for (int i = 0; i < config.cost_factors_size(); ++i) {
    const double factor = config.cost_factors(i);
    const absl::Status status =
        ScaleCosts(settings,
                   {.commission = factor, .slippage = factor, .spread = factor})
            .status();
    if (status.ok()) continue;
    if (by_default) {
      problems->push_back(
          {absl::StrCat(kField, ".cost_factors"),
           absl::StrCat("is missing, and the defaults are too large here (",
                        std::string(status.message()),
                        "); give lower ones, such as `cost_factors: [1.1]`")});
      return;
    }
    problems->push_back({absl::StrCat(kField, ".cost_factors[", i, "]"),
                         std::string(status.message())});
  }
}

void ResolveSearchOfSplits(v1::WorkflowConfig* config,
                           std::vector<ConfigProblem>* problems) {
  v1::OptimizationConfig* const search = config->mutable_optimization_config();
  const auto refuse = [&](bool given, const char* field) {
    if (!given) return;
    problems->push_back({absl::StrCat(kSearchField, ".", field),
                         "has no meaning in a validation; leave it out"});
  };
  refuse(search->has_overfitting_blocks(), "overfitting_blocks");
  refuse(search->has_max_time(), "max_time");
  refuse(search->has_regimes(), "regimes");
  refuse(search->has_ensemble(), "ensemble");
  if (search->combination() == v1::OBJECTIVE_COMBINATION_PARETO) {
    problems->push_back(
        {absl::StrCat(kSearchField, ".combination"),
         "a split goes on with the one best trial; choose `weighted`"});
  }
  ResolveOptimization(config, problems);
  search->clear_overfitting_blocks();
}

void ResolveMovedParameters(v1::WorkflowConfig* config,
                            std::vector<ConfigProblem>* problems) {
  using Search = v1::OptimizationConfig;
  Search* const search = config->mutable_optimization_config();
  const size_t before = problems->size();
  std::vector<const google::protobuf::FieldDescriptor*> given;
  search->GetReflection()->ListFields(*search, &given);
  for (const auto* field : given) {
    switch (field->number()) {
      case Search::kObjectiveFieldNumber:
      case Search::kObjectivesFieldNumber:
      case Search::kCombinationFieldNumber:
      case Search::kParameterSpaceFieldNumber:
        continue;
      default:
        problems->push_back(
            {absl::StrCat(kSearchField, ".", field->name()),
             "has no meaning with `method: sensitivity`, which searches "
             "nothing; leave it out"});
    }
  }
  if (search->combination() == v1::OBJECTIVE_COMBINATION_PARETO) {
    problems->push_back(
        {absl::StrCat(kSearchField, ".combination"),
         "`method: sensitivity` needs one score; choose `weighted`"});
  }
  if (problems->size() > before) return;
  // A grid would ask for steps, which aren't needed here.
  search->set_algorithm(v1::SEARCH_ALGORITHM_RANDOM);
  ResolveOptimization(config, problems);
  if (problems->size() == before) {
    CheckMovedNumbers(config->backtest_config(), *search, problems);
  }
  search->clear_algorithm();
  search->clear_max_trials();
  search->clear_overfitting_blocks();
}

}  // namespace admf
