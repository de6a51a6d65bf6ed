#include "managers/verdict.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "engine/catalog/nearest_name.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace admf {

using admf::v1::AcceptanceCriterion;
using admf::v1::ValidationConfig;
using admf::v1::Verdict;

namespace {

constexpr char kField[] = "workflow.validation_config";
/// More than anybody reads.
constexpr int kMostCriteria = 100;

/// The shortest text that reads back to the same number, so that no value looks
/// like the bound that it misses.
std::string NumberText(double value) {
  char buffer[32];
  const auto result = std::to_chars(buffer, buffer + sizeof(buffer), value);
  return std::string(buffer, result.ptr);
}

/// Why `value` doesn't fulfil the criterion; empty if it does.
std::string Objection(const AcceptanceCriterion& criterion, double value) {
  if (criterion.has_min() && !(value >= criterion.min())) {
    return absl::StrCat(NumberText(value), " is less than ",
                        NumberText(criterion.min()));
  }
  if (criterion.has_max() && !(value <= criterion.max())) {
    return absl::StrCat(NumberText(value), " is more than ",
                        NumberText(criterion.max()));
  }
  return "";
}

/// What is wrong with a criterion's bounds; empty if nothing is.
std::string BoundsProblem(const AcceptanceCriterion& criterion) {
  if (!criterion.has_min() && !criterion.has_max()) {
    return "asks for nothing; give `min`, `max` or both, such as `{metric: "
           "sharpe_ratio, min: 1}`";
  }
  for (const double bound : {criterion.min(), criterion.max()}) {
    if (!std::isfinite(bound)) {
      return absl::StrCat(NumberText(bound),
                          " is no bound; `min` and `max` must be finite "
                          "numbers");
    }
  }
  if (criterion.has_min() && criterion.has_max() &&
      criterion.min() > criterion.max()) {
    return absl::StrCat("nothing fulfils it: `min` ",
                        NumberText(criterion.min()), " is above `max` ",
                        NumberText(criterion.max()));
  }
  return "";
}

/// Which results have metrics of this kind, where those with `names` have none;
/// empty if it isn't known.
std::string OwnerOf(std::string_view metric,
                    std::span<const std::string_view> names) {
  constexpr std::string_view kSplits =
      "`type: validation` with `method: train_test`, `walk_forward`, `k_fold` "
      "or `cpcv`";
  constexpr std::string_view kMonteCarlo =
      "`type: validation` with `method: monte_carlo`";
  constexpr std::pair<std::string_view, std::string_view> kOwners[] = {
      {"deflated_sharpe_ratio",
       "`type: optimization`, and of `type: validation` with `method: "
       "train_test`, `walk_forward`, `k_fold` or `cpcv`"},
      {"overfitting_", "`type: optimization`"},
      {"probability_of_backtest_overfitting", "`type: optimization`"},
      {"mean_in_sample_", kSplits},
      {"mean_out_of_sample_", kSplits},
      {"profitable_split_share", kSplits},
      {"split_count", kSplits},
      {"walk_forward_efficiency", kSplits},
      {"path_", "`type: validation` with `method: cpcv`"},
      {"bootstrap_", kMonteCarlo},
      {"trade_bootstrap_", kMonteCarlo},
      {"trade_order_", kMonteCarlo},
      {"worst_cost_", kMonteCarlo},
      {"worst_delay_", kMonteCarlo},
      {"lookahead_", "`type: validation` with `method: lookahead`"},
      {"sensitivity_", "`type: validation` with `method: sensitivity`"},
  };
  for (const auto& [prefix, owner] : kOwners) {
    if (!metric.starts_with(prefix)) continue;
    const bool here = std::any_of(names.begin(), names.end(),
                                  [&start = prefix](std::string_view name) {
                                    return name.starts_with(start);
                                  });
    return here ? "" : std::string(owner);
  }
  return "";
}

/// What is wrong with a criterion's metric; empty if nothing is.
std::string MetricProblem(const std::string& metric,
                          std::span<const std::string_view> names) {
  if (metric.empty()) {
    return "is missing; name a metric of docs/metrics.md, such as sharpe_ratio";
  }
  if (std::find(names.begin(), names.end(), metric) != names.end()) return "";
  const std::string owner = OwnerOf(metric, names);
  if (!owner.empty()) {
    return absl::StrCat("the result has no metric ", metric, ", which is of ",
                        owner, " (docs/metrics.md)");
  }
  const std::string nearest =
      NearestName(metric, std::vector<std::string>(names.begin(), names.end()));
  return absl::StrCat(
      "the result has no metric ", metric,
      nearest.empty() ? "" : absl::StrCat("; did you mean ", nearest, "?"),
      " (docs/metrics.md lists them)");
}

/// `backtest`.
std::string TypeText(v1::WorkflowType type) {
  return absl::AsciiStrToLower(
      absl::StripPrefix(WorkflowType_Name(type), "WORKFLOW_TYPE_"));
}

}  // namespace

Verdict JudgeResult(const ValidationConfig& config,
                    const std::map<std::string, double>& metrics,
                    const std::map<std::string, std::string>& undefined) {
  Verdict verdict;
  verdict.set_state(Verdict::PASSED);
  for (const AcceptanceCriterion& criterion : config.require()) {
    Verdict::Outcome& outcome = *verdict.add_outcomes();
    *outcome.mutable_criterion() = criterion;
    const auto found = metrics.find(criterion.metric());
    if (found != metrics.end()) {
      outcome.set_value(found->second);
      outcome.set_reason(Objection(criterion, found->second));
    } else {
      const auto why = undefined.find(criterion.metric());
      outcome.set_reason(why == undefined.end()
                             ? "the result has no such metric"
                             : absl::StrCat("not defined: ", why->second));
    }
    outcome.set_passed(outcome.reason().empty());
    if (!outcome.passed()) verdict.set_state(Verdict::FAILED);
  }
  return verdict;
}

void CheckRequire(const ValidationConfig& config,
                  std::span<const std::string_view> metric_names,
                  std::vector<ConfigProblem>* problems) {
  const std::string field = absl::StrCat(kField, ".require");
  if (config.require_size() > kMostCriteria) {
    problems->push_back(
        {field, absl::StrCat("there are ", config.require_size(), "; ",
                             kMostCriteria, " are the limit")});
    return;
  }
  for (int i = 0; i < config.require_size(); ++i) {
    const AcceptanceCriterion& criterion = config.require(i);
    const std::string place = absl::StrCat(field, "[", i, "]");
    std::string problem = MetricProblem(criterion.metric(), metric_names);
    if (!problem.empty()) {
      problems->push_back({absl::StrCat(place, ".metric"), std::move(problem)});
    }
    problem = BoundsProblem(criterion);
    if (!problem.empty()) problems->push_back({place, std::move(problem)});
  }
}

void CheckRequireAlone(const v1::WorkflowConfig& config,
                       std::span<const std::string_view> metric_names,
                       std::vector<ConfigProblem>* problems) {
  if (!config.has_validation_config()) return;
  const ValidationConfig& validation = config.validation_config();
  std::vector<const google::protobuf::FieldDescriptor*> given;
  validation.GetReflection()->ListFields(validation, &given);
  for (const google::protobuf::FieldDescriptor* field : given) {
    if (field->number() == ValidationConfig::kRequireFieldNumber) continue;
    problems->push_back(
        {absl::StrCat(kField, ".", field->name()),
         absl::StrCat("is for `type: validation`; write that type, or leave it "
                      "out: `type: ",
                      TypeText(config.type()), "` has `require` alone")});
  }
  if (given.empty()) {
    problems->push_back(
        {absl::StrCat(kField, ".require"),
         "is missing; say what the outcome must fulfil, such as `require: "
         "[{metric: sharpe_ratio, min: 1}]`, or leave validation_config out"});
  }
  CheckRequire(validation, metric_names, problems);
}

}  // namespace admf
