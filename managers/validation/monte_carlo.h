#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/strategies/strategy.h"
#include "engine/validation/bootstrap.h"
#include "managers/validation/validation_method.h"

namespace admf {

/// monte_carlo: what else could have come of the same run. Its returns are
/// drawn anew in blocks, its trades one by one and in another order; its costs
/// are raised, its decisions come late. Tasks are chunks of samples, and then
/// one for each perturbation.
class MonteCarloValidation final : public ValidationMethod {
 public:
  /// Runs what is tested. INVALID_ARGUMENT if block_length is more than a third
  /// of the returns; otherwise errors of the run.
  static absl::StatusOr<std::unique_ptr<ValidationMethod>> Create(
      const ValidationSubject& subject, std::stop_token stop);

  size_t task_count() const override;
  std::string task_name() const override { return "parts"; }
  absl::StatusOr<std::string> RunTask(size_t task,
                                      std::stop_token stop) const override;
  absl::StatusOr<ValidationFindings> Conclude(
      const std::vector<std::string>& results,
      std::stop_token stop) const override;

 private:
  explicit MonteCarloValidation(const ValidationSubject& subject)
      : subject_(subject) {}

  size_t chunk_count() const;
  /// CANCELLED once `stop` is requested, between two paths.
  absl::StatusOr<std::string> RunChunk(size_t chunk,
                                       const std::stop_token& stop) const;
  /// The metrics of a perturbation: first the cost factors, then the delays.
  absl::StatusOr<Metrics> RunPerturbed(size_t perturbation,
                                       std::stop_token stop) const;

  const ValidationSubject subject_;
  std::vector<Decision> decisions_;
  Metrics metrics_;
  /// Why there are no samples of one kind.
  std::string no_returns_, no_trades_;
  std::optional<StationaryBootstrap> returns_;
  std::optional<TradeBootstrap> trades_;
  std::optional<TradeBootstrap> orders_;
};

}  // namespace admf
