#include "managers/validation/validation_method.h"

#include <utility>

#include "managers/validation/lookahead_validation.h"
#include "managers/validation/monte_carlo.h"
#include "managers/validation/resolve_validation.h"
#include "managers/validation/sensitivity_validation.h"
#include "managers/validation/split_validation.h"

namespace admf {

absl::StatusOr<std::unique_ptr<ValidationMethod>> CreateValidationMethod(
    const ValidationSubject& subject, std::stop_token stop) {
  switch (subject.config.method()) {
    case v1::VALIDATION_METHOD_MONTE_CARLO:
      return MonteCarloValidation::Create(subject, std::move(stop));
    case v1::VALIDATION_METHOD_LOOKAHEAD:
      return LookaheadValidation::Create(subject);
    case v1::VALIDATION_METHOD_SENSITIVITY:
      return SensitivityValidation::Create(subject);
    default:
      return SplitValidation::Create(subject);
  }
}

std::vector<std::string_view> ValidationMetrics(v1::ValidationMethod method) {
  switch (method) {
    case v1::VALIDATION_METHOD_MONTE_CARLO:
      return {"bootstrap_max_drawdown_p05",
              "bootstrap_max_drawdown_p50",
              "bootstrap_max_drawdown_p95",
              "bootstrap_probability_of_loss",
              "bootstrap_sharpe_p_value",
              "bootstrap_sharpe_ratio_p05",
              "bootstrap_sharpe_ratio_p50",
              "bootstrap_sharpe_ratio_p95",
              "bootstrap_total_return_p05",
              "bootstrap_total_return_p50",
              "bootstrap_total_return_p95",
              "trade_bootstrap_max_drawdown_p05",
              "trade_bootstrap_max_drawdown_p50",
              "trade_bootstrap_max_drawdown_p95",
              "trade_bootstrap_probability_of_loss",
              "trade_bootstrap_total_return_p05",
              "trade_bootstrap_total_return_p50",
              "trade_bootstrap_total_return_p95",
              "trade_order_max_drawdown_observed",
              "trade_order_max_drawdown_p05",
              "trade_order_max_drawdown_p50",
              "trade_order_max_drawdown_p95",
              "worst_cost_sharpe_ratio",
              "worst_delay_sharpe_ratio"};
    case v1::VALIDATION_METHOD_LOOKAHEAD:
      return {"lookahead_cuts", "lookahead_differences"};
    case v1::VALIDATION_METHOD_SENSITIVITY:
      return {"sensitivity_worst_drop", "sensitivity_worst_drop_one_step"};
    default:
      break;
  }
  std::vector<std::string_view> names = {"deflated_sharpe_ratio",
                                         "mean_in_sample_annual_return",
                                         "mean_in_sample_sharpe_ratio",
                                         "mean_out_of_sample_annual_return",
                                         "mean_out_of_sample_sharpe_ratio",
                                         "profitable_split_share",
                                         "split_count",
                                         "walk_forward_efficiency"};
  if (method == v1::VALIDATION_METHOD_CPCV) {
    names.insert(names.end(), {"path_count", "path_probability_of_loss",
                               "path_sharpe_ratio_p05", "path_sharpe_ratio_p50",
                               "path_sharpe_ratio_p95"});
  }
  return names;
}

}  // namespace admf
