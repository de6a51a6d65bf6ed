#include "managers/search/search_study.h"

#include <algorithm>
#include <cmath>

namespace admf {
namespace {

std::optional<size_t> IndexOf(const std::vector<std::string>& names,
                              const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<size_t>(found - names.begin());
}

/// Mean by sample deviation; nothing without a deviation.
std::optional<double> SharpeOf(const ReturnSums& sums) {
  if (sums.count < 2) return std::nullopt;
  const auto count = static_cast<double>(sums.count);
  const double mean = sums.sum / count;
  const double variance = (sums.squares - sums.sum * mean) / (count - 1);
  // Below that it is rounding.
  if (!(variance > 1e-12 * sums.squares / count)) return std::nullopt;
  return mean / std::sqrt(variance);
}

}  // namespace

void RunningMoments::Add(double value) {
  ++count_;
  const double distance = value - mean_;
  mean_ += distance / static_cast<double>(count_);
  squares_ += distance * (value - mean_);
}

double RunningMoments::sample_deviation() const {
  return count_ < 2 ? 0 : std::sqrt(squares_ / static_cast<double>(count_ - 1));
}

SearchStudy::SearchStudy(const SearchPlan* plan,
                         const std::vector<std::string>& metrics,
                         size_t regime_count, size_t kept)
    : plan_(plan),
      sharpe_column_(IndexOf(metrics, "sharpe_ratio")),
      kept_(kept),
      importance_(plan->space(),
                  plan->config().algorithm() == v1::SEARCH_ALGORITHM_GRID),
      neighbourhood_(plan->space()),
      regime_bests_(regime_count) {}

void SearchStudy::Add(const ScoredTrial& trial) {
  ++trial_count_;
  const std::optional<double> score = trial.feasible_score();
  importance_.Add(trial.point, score);
  neighbourhood_.Add(trial.number, trial.point, score);
  if (sharpe_column_) {
    const double sharpe = trial.outcome.metrics[*sharpe_column_];
    if (!std::isnan(sharpe)) sharpe_ratios_.Add(sharpe);
  }
  if (!trial.feasible()) return;
  ++feasible_count_;
  const Chosen chosen = {trial.number, trial.point, trial.score,
                         trial.outcome.account_digest};
  if (!best_ || trial.score > best_->score) best_ = chosen;
  AddLeader(chosen);
  if (plan_->objectives().pareto) {
    pareto_front_.Add(trial.number, trial.objectives);
  }
  AddRegimes(trial);
}

void SearchStudy::AddLeader(const Chosen& trial) {
  if (kept_ == 0) return;
  const auto place = std::upper_bound(
      leaders_.begin(), leaders_.end(), trial,
      [](const Chosen& a, const Chosen& b) { return a.score > b.score; });
  if (place == leaders_.end() && leaders_.size() == kept_) return;
  leaders_.insert(place, trial);
  if (leaders_.size() > kept_) leaders_.pop_back();
}

void SearchStudy::AddRegimes(const ScoredTrial& trial) {
  for (size_t i = 0; i < regime_bests_.size(); ++i) {
    const auto sharpe = SharpeOf(trial.outcome.regimes[i]);
    if (!sharpe) continue;
    if (regime_bests_[i] && !(*sharpe > regime_bests_[i]->score)) continue;
    regime_bests_[i] = {trial.number, trial.point, *sharpe,
                        trial.outcome.account_digest};
  }
}

void SearchStudy::Describe(v1::SearchReport* report) const {
  report->set_trial_count(trial_count_);
  report->set_feasible_trial_count(feasible_count_);
  for (const Importance& importance : importance_.Importances()) {
    if (!importance.fraction) continue;
    (*report->mutable_parameter_importance())[importance.name] =
        *importance.fraction;
  }
  if (!best_) return;
  const Stability stability =
      neighbourhood_.StabilityAt(best_->point, best_->score);
  if (!stability.mean_drop || !stability.worst_drop) return;
  v1::Neighbourhood& around = *report->mutable_neighbourhood();
  around.set_size(static_cast<int32_t>(stability.neighbours));
  around.set_tried(static_cast<int32_t>(stability.neighbours_seen));
  around.set_mean_drop(*stability.mean_drop);
  around.set_worst_drop(*stability.worst_drop);
}

std::optional<int64_t> SearchStudy::plateau() const {
  const auto plateau = neighbourhood_.BestPlateau();
  if (!plateau) return std::nullopt;
  return plateau->trial;
}

}  // namespace admf
