#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "admf/v1/workflow.pb.h"
#include "engine/execution/settings.h"
#include "engine/strategies/strategy.h"
#include "engine/validation/segment_run.h"
#include "engine/validation/splits.h"
#include "managers/validation/validation_method.h"

namespace admf {

/// train_test, walk_forward, k_fold and cpcv: in each split the parameters come
/// from the bars to train, and what they are worth from the bars to test. A
/// task is one split.
///
/// The tests of all splits, one after another, are the run of the result: what
/// would have been earned by whoever had gone on in this way. cpcv has many
/// such runs; its result has that with the median Sharpe ratio, and what can be
/// said of all of them.
class SplitValidation final : public ValidationMethod {
 public:
  /// INVALID_ARGUMENT if the splits do not fit the bars.
  static absl::StatusOr<std::unique_ptr<ValidationMethod>> Create(
      const ValidationSubject& subject);

  size_t task_count() const override { return splits_.size(); }
  std::string task_name() const override { return "splits"; }
  absl::StatusOr<std::string> RunTask(size_t task,
                                      std::stop_token stop) const override;
  absl::StatusOr<ValidationFindings> Conclude(
      const std::vector<std::string>& results,
      std::stop_token stop) const override;

 private:
  /// What is traded in a range of bars.
  struct Piece {
    BarRange range;
    /// The split whose parameters are used.
    size_t split;
  };

  /// What a split trades.
  struct Chosen {
    SimulationSettings settings;
    std::vector<Decision> decisions;
  };

  explicit SplitValidation(const ValidationSubject& subject)
      : subject_(subject) {}

  /// The run with the parameters of a split's result; nothing if its search
  /// found none.
  std::optional<admf::v1::BacktestConfig> RunOf(
      const admf::v1::Trial& result) const;
  /// What every split's parameters decide; no decisions where there are none.
  absl::StatusOr<std::vector<Chosen>> Choose(
      std::span<const admf::v1::Trial> results, std::stop_token stop) const;
  /// The run through pieces that are in order and apart.
  absl::StatusOr<SegmentRun> Stitch(std::span<const Piece> pieces,
                                    std::span<const Chosen> chosen,
                                    std::stop_token stop) const;
  Metrics MetricsOf(const SegmentRun& run) const;
  absl::Status ConcludePaths(std::span<const Chosen> chosen,
                             std::stop_token stop,
                             ValidationFindings* findings) const;
  void AddSplitMetrics(std::span<const admf::v1::Trial> results,
                       ValidationFindings* findings) const;

  const ValidationSubject subject_;
  std::vector<Split> splits_;
  /// Of cpcv.
  CombinatorialSplits combinations_;
};

}  // namespace admf
