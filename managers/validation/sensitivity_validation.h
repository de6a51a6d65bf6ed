#pragma once

#include <cstddef>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "admf/v1/workflow_config.pb.h"
#include "engine/metrics/metric_values.h"
#include "managers/search/objectives.h"
#include "managers/validation/validation_method.h"

namespace admf {

/// sensitivity: how much the outcome hangs on each number of the run, when that
/// one moves and the others stay (engine/validation/sensitivity.h). With a
/// search, on each number that it varies: it moves along its list or range, and
/// the search's objective measures it. A task is one run, as a backtest is; the
/// first is the run as it stands.
class SensitivityValidation final : public ValidationMethod {
 public:
  /// INVALID_ARGUMENT if the run has no number that can move.
  static absl::StatusOr<std::unique_ptr<ValidationMethod>> Create(
      const ValidationSubject& subject);

  size_t task_count() const override { return probes_.size() + 1; }
  std::string task_name() const override { return "runs"; }
  absl::StatusOr<std::string> RunTask(size_t task,
                                      std::stop_token stop) const override;
  absl::StatusOr<ValidationFindings> Conclude(
      const std::vector<std::string>& results,
      std::stop_token stop) const override;

 private:
  /// The run with one parameter moved.
  struct Probe {
    std::string parameter;
    /// Steps, below zero downwards.
    int step;
    double value;
    admf::v1::BacktestConfig run;
  };

  explicit SensitivityValidation(const ValidationSubject& subject)
      : subject_(subject) {}

  /// What the run is measured by, more is better; NaN if it isn't defined.
  double ScoreOf(const Metrics& metrics) const;
  void AddProbes(const std::string& parameter, double value);
  void AddSensitivity(double score, const std::vector<double>& scores,
                      ValidationFindings* findings) const;
  /// Sets the worst drop within so many steps, unless a run there has no score.
  void SetWorst(const char* name, double worst,
                const std::vector<double>& scores, int steps,
                Metrics* metrics) const;

  const ValidationSubject subject_;
  Objectives objectives_;
  std::vector<Probe> probes_;
};

}  // namespace admf
