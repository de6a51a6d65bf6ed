#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "admf/v1/workflow.pb.h"
#include "engine/data/table.h"
#include "engine/search/sampler.h"
#include "engine/search/search_dimension.h"
#include "engine/validation/backtest_overfitting.h"
#include "managers/search/objectives.h"
#include "managers/search/search_plan.h"
#include "managers/search/trial_evaluator.h"

namespace admf {

/// A trial that was run and judged.
struct ScoredTrial {
  int64_t number = 0;
  SearchPoint point;
  TrialOutcome outcome;
  /// Larger is better; empty if it broke a constraint or lacks an objective.
  std::vector<double> objectives;
  /// The weighted sum of the objectives; NaN without them.
  double score = 0;

  bool feasible() const { return !objectives.empty(); }
  /// The score, if it is feasible.
  std::optional<double> feasible_score() const {
    return feasible() ? std::optional(score) : std::nullopt;
  }
};

/// What a sampler of these objectives is told of a trial.
TrialScore ToTrialScore(const Objectives& objectives, const ScoredTrial& trial);

/// Judges an outcome whose metrics are those of `names`.
void Judge(const Objectives& objectives, std::span<const std::string> names,
           ScoredTrial* trial);

/// The tables in which the trials of one search are kept, in parts:
///
///   trials         trial, the parameters, feasible, score, the metrics,
///                  account_digest
///   trial_returns  trial, return_count, and what the statistics of the search
///                  need of the returns: sums and sums of squares of blocks and
///                  of market regimes
///
/// A parameter that doesn't count is NaN or an empty text; a metric that isn't
/// defined is NaN. Immutable, thread-safe. The plan outlives it.
class TrialTables {
 public:
  static constexpr char kTrials[] = "trials";
  static constexpr char kReturns[] = "trial_returns";

  TrialTables(const SearchPlan* plan, std::vector<std::string> metrics,
              size_t blocks, size_t regime_count);

  Table Trials(std::span<const ScoredTrial> trials) const;
  Table Returns(std::span<const ScoredTrial> trials) const;

  /// Trials as bytes, for checkpoints.
  std::string Encode(std::span<const ScoredTrial> trials) const;
  /// Trials of bytes that Encode made of `points`, of which the first has the
  /// number `first`. DATA_LOSS if they are of anything else.
  absl::StatusOr<std::vector<ScoredTrial>> Decode(
      const std::string& bytes, std::span<const SearchPoint> points,
      int64_t first) const;

  /// A row of Trials as a result shows it, without undefined metrics.
  admf::v1::Trial TrialAt(const Table& trials, size_t row) const;
  /// Of a row of Returns. INVALID_ARGUMENT if there are too few returns.
  absl::StatusOr<BlockReturns> BlocksAt(const Table& returns, size_t row) const;

 private:
  /// Whether the dimension has a value in this row of Trials.
  bool IsActiveAt(const Table& trials, size_t row, size_t dimension) const;
  Table::Column ParameterColumn(size_t dimension,
                                std::span<const ScoredTrial> trials) const;

  const SearchPlan* const plan_;
  const std::vector<std::string> metrics_;
  const size_t blocks_;
  const size_t regime_count_;
};

}  // namespace admf
