#include "managers/search/trial_outcome.h"

#include "engine/validation/backtest_overfitting.h"

namespace admf {

void AddReturns(std::span<const double> returns, size_t blocks,
                TrialOutcome* outcome) {
  outcome->return_count = static_cast<int64_t>(returns.size());
  if (blocks == 0) return;
  const auto sums = BlockReturns::Of(returns, blocks);
  // Too few returns: the statistic that needs them says so.
  if (!sums.ok()) return;
  outcome->block_sums.assign(sums->sums().begin(), sums->sums().end());
  outcome->block_squares.assign(sums->squares().begin(), sums->squares().end());
}

}  // namespace admf
