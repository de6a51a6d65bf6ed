#include "managers/search/search_report.h"

#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/base/status_macros.h"
#include "engine/metrics/periods_per_year.h"
#include "engine/metrics/sharpe_statistics.h"
#include "engine/validation/ensemble_weights.h"
#include "managers/backtest/backtest_config.h"
#include "managers/search/trial_evaluator.h"
#include "managers/search/trial_parts.h"

namespace admf {
namespace {

using Chosen = SearchStudy::Chosen;

/// The trials of the table that are asked for by their numbers.
class TrialLookup {
 public:
  void Want(int64_t number) { trials_[number]; }

  absl::Status Read(const SearchComponent& search,
                    const std::stop_token& stop) {
    const auto read_part = [&](const Table& part) -> absl::Status {
      if (stop.stop_requested()) {
        return absl::CancelledError("cancelled while reading the best trials");
      }
      const auto& numbers =
          std::get<std::vector<int64_t>>(part.columns.front().values);
      for (size_t row = 0; row < numbers.size(); ++row) {
        const auto found = trials_.find(numbers[row]);
        if (found == trials_.end()) continue;
        found->second = search.tables().TrialAt(part, row);
      }
      return absl::OkStatus();
    };
    return ForEachPart(search.trial_parts(), TrialTables::kTrials,
                       search.artifacts(), read_part);
  }

  const v1::Trial& At(int64_t number) const { return trials_.at(number); }

 private:
  std::map<int64_t, v1::Trial> trials_;
};

EnsembleOptions ToEnsembleOptions(const v1::EnsembleConfig& config) {
  EnsembleOptions options;
  options.method = config.weighting() == v1::ENSEMBLE_WEIGHTING_EQUAL
                       ? EnsembleOptions::Method::kEqual
                       : EnsembleOptions::Method::kInverseVariance;
  options.max_members = config.size();
  options.max_weight = config.max_weight();
  options.max_correlation = config.max_correlation();
  return options;
}

absl::Status AddEnsemble(const SearchComponent& search,
                         const TrialLookup& trials, std::stop_token stop,
                         v1::SearchReport* report) {
  const std::vector<Chosen>& leaders = search.study().leaders();
  std::vector<std::vector<double>> returns;
  std::vector<EnsembleCandidate> candidates;
  std::vector<int64_t> numbers;
  returns.reserve(leaders.size());
  for (const Chosen& leader : leaders) {
    ASSIGN_OR_RETURN(
        TrialReturns of_leader,
        search.evaluator().ReturnsOf(search.plan().RunAt(leader.point), stop));
    if (!of_leader.solvent) {
      report->add_explanations(
          absl::StrCat("Trial ", leader.number,
                       " is not in the ensemble: its equity is not above zero "
                       "all the time."));
      continue;
    }
    returns.push_back(std::move(of_leader.returns));
    candidates.push_back({.returns = returns.back(), .score = leader.score});
    numbers.push_back(leader.number);
  }
  if (candidates.empty()) return absl::OkStatus();
  const auto weights = WeighEnsemble(
      candidates, ToEnsembleOptions(search.plan().config().ensemble()));
  if (!weights.ok()) {
    report->add_explanations(absl::StrCat(
        "There is no ensemble: ", weights.status().message(), "."));
    return absl::OkStatus();
  }
  for (const size_t member : weights->members) {
    v1::EnsembleMember& added = *report->add_ensemble();
    *added.mutable_trial() = trials.At(numbers[member]);
    added.set_weight(weights->weights[member]);
  }
  return absl::OkStatus();
}

void AddRegimes(const SearchComponent& search, const TrialLookup& trials,
                v1::SearchReport* report) {
  const Regimes& regimes = *search.regimes();
  const auto& bests = search.study().regime_bests();
  const double annual =
      std::sqrt(ToMetricsOptions(search.plan().run())
                    .periods_per_year.value_or(
                        DefaultPeriodsPerYear(search.evaluator().clock())));
  for (size_t i = 0; i < regimes.names.size(); ++i) {
    if (i == Regimes::kWarmUp) continue;
    v1::RegimeResult& result = *report->add_regimes();
    result.set_regime(regimes.names[i]);
    result.set_bar_count(regimes.CountOf(static_cast<uint8_t>(i)));
    if (!bests[i] ||
        result.bar_count() < search.plan().config().regimes().min_bars()) {
      continue;
    }
    *result.mutable_best() = trials.At(bests[i]->number);
    (*result.mutable_best()->mutable_metrics())["regime_sharpe_ratio"] =
        bests[i]->score * annual;
  }
}

std::string Percent(double fraction) {
  return absl::StrFormat("%.1f %%", 100 * fraction);
}

const double* Find(const Metrics& metrics, const std::string& name) {
  const auto found = metrics.values.find(name);
  return found == metrics.values.end() ? nullptr : &found->second;
}

}  // namespace

absl::StatusOr<v1::SearchReport> MakeSearchReport(const SearchComponent& search,
                                                  std::stop_token stop) {
  const SearchStudy& study = search.study();
  v1::SearchReport report;
  study.Describe(&report);
  report.set_end_reason(search.end_reason());
  report.set_indicator_requests(search.indicators().requests());
  report.set_indicators_computed(search.indicators().fetched());

  TrialLookup trials;
  if (study.best()) trials.Want(study.best()->number);
  const auto plateau = study.plateau();
  if (plateau) trials.Want(*plateau);
  for (const auto& member : study.pareto_front().members()) {
    trials.Want(member.trial);
  }
  for (const Chosen& leader : study.leaders()) trials.Want(leader.number);
  for (const auto& best : study.regime_bests()) {
    if (best) trials.Want(best->number);
  }
  RETURN_IF_ERROR(trials.Read(search, stop));

  if (study.best()) *report.mutable_best() = trials.At(study.best()->number);
  if (plateau) *report.mutable_plateau() = trials.At(*plateau);
  for (const auto& member : study.pareto_front().members()) {
    *report.add_pareto_front() = trials.At(member.trial);
  }
  if (search.regimes()) AddRegimes(search, trials, &report);
  if (search.plan().config().has_ensemble() && study.best()) {
    RETURN_IF_ERROR(AddEnsemble(search, trials, std::move(stop), &report));
  }
  return report;
}

void Explain(const SearchComponent& search, const Metrics& metrics,
             v1::SearchReport* report) {
  const SearchStudy& study = search.study();
  const bool has_constraints = !search.plan().objectives().constraints.empty();
  std::string text = absl::StrCat(
      study.trial_count(),
      study.trial_count() == 1 ? " trial was run" : " trials were run");
  if (!study.best()) {
    if (study.trial_count() > 0) {
      absl::StrAppend(&text, ", and none ",
                      has_constraints ? "fulfils the constraints and " : "",
                      "has a value for every objective");
    }
    report->add_explanations(absl::StrCat(text, "."));
    return;
  }
  if (study.feasible_count() < study.trial_count()) {
    absl::StrAppend(
        &text, ", of which ", study.feasible_count(),
        has_constraints ? " fulfil the constraints and have" : " have",
        " a value for every objective");
  } else if (has_constraints) {
    absl::StrAppend(&text, ", and all fulfil the constraints");
  }
  absl::StrAppend(&text, ".");
  const RunningMoments& sharpes = study.sharpe_ratios();
  if (sharpes.count() > 1) {
    absl::StrAppendFormat(
        &text,
        " If none of them had any skill, the best of so many would still be "
        "expected to show a Sharpe ratio of %.2f a year.",
        ExpectedMaximumSharpe(study.trial_count(), sharpes.sample_deviation()));
  }
  report->add_explanations(std::move(text));
  if (const double* deflated = Find(metrics, "deflated_sharpe_ratio")) {
    report->add_explanations(absl::StrCat(
        "Allowing for the number of trials, the probability that the true "
        "Sharpe ratio of the best one is above zero is ",
        Percent(*deflated), " (deflated_sharpe_ratio). ",
        *deflated >= 0.95
            ? "95 % and more is what is usually asked for."
            : "Below 95 % it is no evidence that there is more to it than the "
              "luck of the search."));
  }
  if (const double* overfitting =
          Find(metrics, "probability_of_backtest_overfitting")) {
    report->add_explanations(absl::StrCat(
        "In ", Percent(*overfitting),
        " of the ways to cut the history into halves, the trial that was best "
        "in one half was no better than the median in the other "
        "(probability_of_backtest_overfitting). 50 % is what chance alone "
        "gives; the less the better."));
  }
  if (report->has_neighbourhood()) {
    const v1::Neighbourhood& around = report->neighbourhood();
    report->add_explanations(absl::StrFormat(
        "One step away from the best parameters %s is lower by %.4g on "
        "average, and by %.4g at worst, against %.4g at the best (%d of %d "
        "neighbours were tried).",
        search.plan().objectives().ToString(), around.mean_drop(),
        around.worst_drop(), study.best()->score, around.tried(),
        around.size()));
  }
}

}  // namespace admf
