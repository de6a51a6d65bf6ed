#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "containers/platform/clock.h"
#include "engine/search/early_stopping.h"
#include "engine/search/sampler.h"
#include "managers/parallel_work.h"
#include "managers/phase_checkpoints.h"
#include "managers/search/drawn_points.h"
#include "managers/search/search_plan.h"
#include "managers/search/search_study.h"
#include "managers/search/trial_evaluator.h"
#include "managers/search/trial_parts.h"
#include "managers/search/trial_table.h"

namespace admf {

/// Drives a search from its first trial, or from where a checkpoint has left
/// it, to its end:
///
///   sampler -> batch of points -> slices of it on all workers -> checkpoint
///      ^                                                            |
///      '------------------- scores of the batch <-------------------'
///
/// What is stored of finished trials is given to a new sampler as the old one
/// got it, so both stand at the same place (engine/search/sampler.h), and the
/// search goes on with the trials that the old one would have made next: its
/// end doesn't depend on how often it was interrupted, nor on the number of
/// workers. Slices are cut by time and only say how much is lost at a crash.
///
/// Not thread-safe.
class SearchRun {
 public:
  /// How far it is.
  struct Progress {
    int64_t trials = 0;
    /// The most that there will be.
    int64_t max_trials = 0;
    /// Trials in a second since the search, or its resumption, began.
    double rate = 0;
    absl::Duration elapsed;
  };

  /// All of them outlive the run.
  struct Options {
    const SearchPlan* plan = nullptr;
    const TrialEvaluator* evaluator = nullptr;
    const TrialTables* tables = nullptr;
    SearchStudy* study = nullptr;
    TrialPartsWriter* parts = nullptr;
    PhaseCheckpoints* checkpoints = nullptr;
    ParallelWork* parallel = nullptr;
    const Clock* clock = nullptr;
    uint64_t seed = 0;
    /// Called after every slice.
    std::function<void(const Progress&)> report;
    std::stop_token stop;
  };

  explicit SearchRun(Options options);

  /// Why the search ended, for people. CANCELLED once `stop` is requested;
  /// DATA_LOSS if the checkpoints are not of this search; errors of the
  /// evaluator, the checkpoints and the parts.
  absl::StatusOr<std::string> Run();

  /// What became of the points that were looked at so far, before a resumption,
  /// too.
  const DrawnPoints& drawn() const { return drawn_; }

 private:
  absl::Status Restore();
  absl::Status RestoreSlice(const std::string& bytes);
  /// Makes `points_` the next batch, unless there are trials of it left;
  /// whether there is one.
  bool HasNext();
  absl::Status RunSlice();
  absl::StatusOr<std::vector<ScoredTrial>> EvaluateSlice(size_t count);
  /// Runs and judges those of the trials.
  absl::Status EvaluateGroup(std::span<const size_t> group,
                             std::span<ScoredTrial> trials) const;
  /// Cuts off the trials after the one with which the search is to end; they
  /// were run at the same time.
  void StopEarly(std::vector<ScoredTrial>* trials);
  absl::Status Accept(std::vector<ScoredTrial> trials);
  size_t SliceSize() const;
  absl::Duration elapsed() const;

  const Options options_;
  const MonotonicTime begin_;
  /// Outlives the sampler, which counts in it.
  DrawnPoints drawn_;
  std::unique_ptr<Sampler> sampler_;
  std::unique_ptr<EarlyStopping> early_stopping_;

  /// The batch, and the scores of those of its trials that are done.
  std::vector<SearchPoint> points_;
  std::vector<TrialScore> scores_;
  int64_t done_ = 0;
  /// Done when this run began.
  int64_t restored_ = 0;
  /// What the trials of earlier runs took.
  absl::Duration earlier_;
  bool out_of_time_ = false;
  std::string end_reason_;
};

}  // namespace admf
