#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "admf/v1/workflow_config.pb.h"
#include "engine/base/check.h"
#include "engine/data/bars.h"
#include "engine/data/table.h"
#include "engine/indicators/computing_indicator_source.h"
#include "managers/search/search_plan.h"
#include "managers/search/symbol_trial_evaluator.h"
#include "managers/validation/resolve_validation.h"
#include "managers/validation/validation_method.h"
#include "managers/workflow_manager.h"
#include "tests/unit/managers/search/search_fixture.h"

namespace admf {

/// A validation without a container: what the tasks of the method come to, one
/// after another.
class ValidationRun {
 public:
  /// `validation` and `search`, if there is one, are in the text format; their
  /// defaults are filled in.
  ValidationRun(std::shared_ptr<const BarSeries> bars,
                const std::string& validation, const std::string& search = "",
                v1::BacktestConfig run = CrossoverRun())
      : bars_(std::move(bars)) {
    *config_.mutable_backtest_config() = std::move(run);
    *config_.mutable_validation_config() =
        Parse<v1::ValidationConfig>(validation);
    std::vector<ConfigProblem> problems;
    ResolveValidation(config_.mutable_validation_config(), !search.empty(),
                      &problems);
    if (!search.empty()) {
      *config_.mutable_optimization_config() =
          Parse<v1::OptimizationConfig>(search);
      if (config_.validation_config().method() ==
          v1::VALIDATION_METHOD_SENSITIVITY) {
        ResolveMovedParameters(&config_, &problems);
      } else {
        ResolveSearchOfSplits(&config_, &problems);
      }
    }
    for (const ConfigProblem& problem : problems) {
      ADD_FAILURE() << problem.field << ": " << problem.description;
    }
    if (search.empty()) return;
    auto plan = SearchPlan::Create(config_.backtest_config(),
                                   config_.optimization_config());
    CHECK(plan.ok());
    plan_ = std::make_unique<SearchPlan>(*std::move(plan));
  }

  /// `stop` is that of the tasks.
  absl::StatusOr<ValidationFindings> Run(const std::stop_token& stop = {}) {
    evaluator_ =
        std::make_unique<SymbolTrialEvaluator>(SymbolTrialEvaluator::Options{
            .bars = bars_,
            .indicators = &indicators_,
            .metrics = plan_ == nullptr ? std::vector<std::string>()
                                        : plan_->objectives().Metrics()});
    auto method = CreateValidationMethod({.config = config_.validation_config(),
                                          .run = config_.backtest_config(),
                                          .plan = plan_.get(),
                                          .evaluator = evaluator_.get(),
                                          .bars = bars_,
                                          .seed = 7},
                                         {});
    if (!method.ok()) return method.status();
    std::vector<std::string> results;
    for (size_t task = 0; task < (*method)->task_count(); ++task) {
      auto result = (*method)->RunTask(task, stop);
      if (!result.ok()) return result.status();
      results.push_back(*std::move(result));
    }
    return (*method)->Conclude(results, {});
  }

  const v1::WorkflowConfig& config() const { return config_; }

 private:
  const std::shared_ptr<const BarSeries> bars_;
  v1::WorkflowConfig config_;
  std::unique_ptr<SearchPlan> plan_;
  ComputingIndicatorSource indicators_;
  std::unique_ptr<SymbolTrialEvaluator> evaluator_;
};

/// The column of this name of one of the findings' tables.
template <typename Values>
Values ColumnOf(const ValidationFindings& findings, const std::string& table,
                const std::string& column) {
  for (const auto& [name, found] : findings.tables) {
    if (name != table) continue;
    for (const Table::Column& of : found.columns) {
      if (of.name == column) return std::get<Values>(of.values);
    }
  }
  ADD_FAILURE() << "there is no column " << column << " of " << table;
  return {};
}

}  // namespace admf
