#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "admf/v1/workflow.pb.h"
#include "engine/search/importance.h"
#include "engine/search/neighbourhood.h"
#include "engine/search/pareto_front.h"
#include "managers/search/search_plan.h"
#include "managers/search/trial_table.h"

namespace admf {

/// Mean and deviation of a sequence, by Welford's recurrence (Technometrics 4,
/// 1962).
class RunningMoments {
 public:
  void Add(double value);
  int64_t count() const { return count_; }
  double mean() const { return mean_; }
  /// With the divisor count - 1; 0 with fewer than two values.
  double sample_deviation() const;

 private:
  int64_t count_ = 0;
  double mean_ = 0;
  double squares_ = 0;
};

/// What is learned from the trials of a search while they go by. Its memory
/// does not grow with their number, but for a few numbers each of up to a
/// million points (engine/search/neighbourhood.h). Trials come in the order of
/// their numbers; the same trials give the same study, to the bit.
///
/// Not thread-safe.
class SearchStudy {
 public:
  /// A trial that may be needed again.
  struct Chosen {
    int64_t number = 0;
    SearchPoint point;
    double score = 0;
    std::string account_digest;
  };

  /// @param plan outlives the study
  /// @param metrics the names of the trials' metrics
  /// @param regime_count how many market regimes the trials tell apart
  /// @param kept how many of the best trials are remembered
  SearchStudy(const SearchPlan* plan, const std::vector<std::string>& metrics,
              size_t regime_count, size_t kept);

  void Add(const ScoredTrial& trial);

  int64_t trial_count() const { return trial_count_; }
  int64_t feasible_count() const { return feasible_count_; }
  /// The best one; the first of equal ones. Nothing if none is feasible.
  const std::optional<Chosen>& best() const { return best_; }
  /// Those with the highest scores, the best first, the first of equal ones
  /// first.
  const std::vector<Chosen>& leaders() const { return leaders_; }
  /// Annual Sharpe ratios of all trials that define one.
  const RunningMoments& sharpe_ratios() const { return sharpe_ratios_; }
  const ParetoFront& pareto_front() const { return pareto_front_; }
  /// The best trial of each regime, by the Sharpe ratio of a period.
  const std::vector<std::optional<Chosen>>& regime_bests() const {
    return regime_bests_;
  }

  /// Neighbourhood and importance of the report.
  void Describe(admf::v1::SearchReport* report) const;
  /// The number of the plateau's trial, if there is one.
  std::optional<int64_t> plateau() const;

 private:
  void AddLeader(const Chosen& trial);
  void AddRegimes(const ScoredTrial& trial);

  const SearchPlan* const plan_;
  const std::optional<size_t> sharpe_column_;
  const size_t kept_;

  int64_t trial_count_ = 0;
  int64_t feasible_count_ = 0;
  std::optional<Chosen> best_;
  std::vector<Chosen> leaders_;
  RunningMoments sharpe_ratios_;
  ParetoFront pareto_front_;
  ParameterImportance importance_;
  Neighbourhood neighbourhood_;
  std::vector<std::optional<Chosen>> regime_bests_;
};

}  // namespace admf
