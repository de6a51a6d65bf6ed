#include "managers/validation/split_validation.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/random.h"
#include "engine/base/status_macros.h"
#include "engine/metrics/metric_names.h"
#include "engine/metrics/metrics.h"
#include "engine/metrics/periods_per_year.h"
#include "engine/validation/bootstrap.h"
#include "managers/backtest/backtest_config.h"
#include "managers/backtest/parameter_values.h"
#include "managers/canonical_message.h"
#include "managers/validation/split_results.h"
#include "managers/validation/split_search.h"

namespace admf {
namespace {

/// Stream of the seeds of the splits' searches.
constexpr uint64_t kSeedStream = 0x5eed;

/// Of an account in which nothing could be traded: that it lost nothing says
/// nothing of the strategy.
void UndefineRun(Metrics* metrics) {
  const auto undefine = [metrics](std::string_view name) {
    metrics->values.erase(std::string(name));
    metrics->undefined[std::string(name)] =
        "no split has parameters to test: in none of them does a trial fulfil "
        "the constraints and define every objective";
  };
  for (const std::string_view name : MetricNames()) undefine(name);
  for (const char* name : {"deflated_sharpe_ratio", "profitable_split_share"}) {
    undefine(name);
  }
  for (const char* name : {"path_probability_of_loss", "path_sharpe_ratio_p05",
                           "path_sharpe_ratio_p50", "path_sharpe_ratio_p95"}) {
    if (metrics->values.contains(name) || metrics->undefined.contains(name)) {
      undefine(name);
    }
  }
}

absl::StatusOr<std::vector<Split>> MakeSplits(
    const v1::ValidationConfig& config, int64_t bars,
    CombinatorialSplits* combinations) {
  switch (config.method()) {
    case v1::VALIDATION_METHOD_WALK_FORWARD:
      return WalkForwardSplits(
          bars, {.train_bars = config.train_bars(),
                 .test_bars = config.test_bars(),
                 .step_bars = config.step_bars(),
                 .anchored = config.window() == v1::WINDOW_TYPE_ANCHORED,
                 .purge_bars = config.purge_bars()});
    case v1::VALIDATION_METHOD_K_FOLD:
      return PurgedKFold(bars, {.folds = config.folds(),
                                .purge_bars = config.purge_bars(),
                                .embargo_bars = config.embargo_bars()});
    case v1::VALIDATION_METHOD_CPCV: {
      ASSIGN_OR_RETURN(
          *combinations,
          CombinatorialPurged(bars, {.groups = config.groups(),
                                     .test_groups = config.test_groups(),
                                     .purge_bars = config.purge_bars(),
                                     .embargo_bars = config.embargo_bars()}));
      return combinations->splits;
    }
    default: {
      ASSIGN_OR_RETURN(
          Split split,
          TrainTestSplit(bars, {.test_fraction = config.test_fraction(),
                                .test_bars = std::nullopt,
                                .purge_bars = config.purge_bars()}));
      return std::vector<Split>{std::move(split)};
    }
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<ValidationMethod>> SplitValidation::Create(
    const ValidationSubject& subject) {
  auto method = std::unique_ptr<SplitValidation>(new SplitValidation(subject));
  ASSIGN_OR_RETURN(
      method->splits_,
      MakeSplits(subject.config, static_cast<int64_t>(subject.bars->size()),
                 &method->combinations_));
  return method;
}

absl::StatusOr<std::string> SplitValidation::RunTask(
    size_t task, std::stop_token stop) const {
  const Split& split = splits_[task];
  ASSIGN_OR_RETURN(const SegmentedBars train_bars,
                   SegmentedBars::Create(subject_.bars, split.train));
  ASSIGN_OR_RETURN(const SegmentedBars test_bars,
                   SegmentedBars::Create(subject_.bars, split.test));
  v1::Trial result;
  result.set_number(static_cast<int64_t>(task));
  v1::BacktestConfig run = subject_.run;
  int64_t trials = 1;
  if (subject_.plan != nullptr) {
    const uint64_t seed = Random(subject_.seed, kSeedStream, task).NextBits();
    ASSIGN_OR_RETURN(const SplitSearchResult found,
                     SearchOnRanges(*subject_.plan, *subject_.evaluator,
                                    train_bars, seed, stop));
    trials = found.trial_count;
    (*result.mutable_metrics())[kTrials] = static_cast<double>(trials);
    if (!found.best) return CanonicalMessage(result);
    *result.mutable_parameters() = subject_.plan->ParametersOf(*found.best);
    run = subject_.plan->RunAt(*found.best);
  }
  (*result.mutable_metrics())[kTrials] = static_cast<double>(trials);
  ASSIGN_OR_RETURN(const auto decisions, subject_.evaluator->Decide(run, stop));
  ASSIGN_OR_RETURN(const Metrics train, subject_.evaluator->EvaluateRanges(
                                            run, decisions, train_bars, stop));
  ASSIGN_OR_RETURN(const Metrics test, subject_.evaluator->EvaluateRanges(
                                           run, decisions, test_bars, stop));
  Keep(train, kTrain, &result);
  Keep(test, kTest, &result);
  return CanonicalMessage(result);
}

std::optional<v1::BacktestConfig> SplitValidation::RunOf(
    const v1::Trial& result) const {
  if (subject_.plan == nullptr) return subject_.run;
  if (result.parameters().empty()) return std::nullopt;
  SearchPoint point;
  for (const SearchDimension& dimension : subject_.plan->space().dimensions()) {
    const auto found = result.parameters().find(dimension.name);
    point.push_back(found == result.parameters().end()
                        ? std::nullopt
                        : ToParameterValue(found->second));
  }
  return subject_.plan->RunAt(point);
}

absl::StatusOr<std::vector<SplitValidation::Chosen>> SplitValidation::Choose(
    std::span<const v1::Trial> results, std::stop_token stop) const {
  std::vector<Chosen> chosen;
  for (const v1::Trial& result : results) {
    const auto run = RunOf(result);
    chosen.push_back({ToSimulationSettings(run.value_or(subject_.run)), {}});
    if (!run) continue;
    ASSIGN_OR_RETURN(chosen.back().decisions,
                     subject_.evaluator->Decide(*run, stop));
  }
  return chosen;
}

absl::StatusOr<SegmentRun> SplitValidation::Stitch(
    std::span<const Piece> pieces, std::span<const Chosen> chosen,
    std::stop_token stop) const {
  std::vector<BarRange> ranges;
  std::vector<SegmentPlan> plans;
  for (const Piece& piece : pieces) {
    const Chosen& split = chosen[piece.split];
    ranges.push_back(piece.range);
    plans.push_back({split.decisions, &split.settings});
  }
  ASSIGN_OR_RETURN(const SegmentedBars bars,
                   SegmentedBars::Create(subject_.bars, ranges));
  return RunSegments(bars, plans, MultiplierOf(subject_.run), std::move(stop));
}

Metrics SplitValidation::MetricsOf(const SegmentRun& run) const {
  MetricsOptions options = ToMetricsOptions(subject_.run);
  // Holes between the ranges are no time without bars.
  if (!options.periods_per_year) {
    options.periods_per_year = DefaultPeriodsPerYear(*subject_.bars);
  }
  return ComputeMetrics(*run.bars, run.simulation,
                        ToSimulationSettings(subject_.run), options);
}

absl::StatusOr<ValidationFindings> SplitValidation::Conclude(
    const std::vector<std::string>& results, std::stop_token stop) const {
  std::vector<v1::Trial> parsed(results.size());
  for (size_t i = 0; i < results.size(); ++i) {
    if (!parsed[i].ParseFromString(results[i])) {
      return absl::DataLossError("the stored result of a split is damaged");
    }
  }
  ValidationFindings findings;
  ASSIGN_OR_RETURN(const std::vector<Chosen> chosen, Choose(parsed, stop));
  if (combinations_.paths.empty()) {
    std::vector<Piece> pieces;
    for (size_t i = 0; i < splits_.size(); ++i) {
      for (const BarRange& range : splits_[i].test) {
        pieces.push_back({range, i});
      }
    }
    ASSIGN_OR_RETURN(findings.run, Stitch(pieces, chosen, stop));
    findings.metrics = MetricsOf(*findings.run);
  } else {
    RETURN_IF_ERROR(ConcludePaths(chosen, stop, &findings));
  }
  AddSplitMetrics(parsed, &findings);
  if (findings.run->simulation.fills.empty() &&
      findings.metrics.values.contains("final_equity")) {
    findings.warnings.push_back(
        "nothing was traded in the tests: the strategy's rules were never met "
        "there, or every order was rejected");
  }
  findings.tables.emplace_back("splits",
                               SplitsTable(*subject_.bars, splits_, parsed));
  return findings;
}

absl::Status SplitValidation::ConcludePaths(
    std::span<const Chosen> chosen, std::stop_token stop,
    ValidationFindings* findings) const {
  std::vector<std::pair<double, size_t>> order;
  std::vector<double> sharpes;
  int64_t losses = 0;
  int64_t undefined = 0;
  std::vector<int64_t> numbers;
  std::vector<std::vector<double>> columns(std::size(kSplitMetrics));
  const auto pieces_of = [&](size_t path) {
    std::vector<Piece> pieces;
    for (size_t group = 0; group < combinations_.groups.size(); ++group) {
      pieces.push_back(
          {combinations_.groups[group], combinations_.paths[path][group]});
    }
    return pieces;
  };
  for (size_t path = 0; path < combinations_.paths.size(); ++path) {
    ASSIGN_OR_RETURN(const SegmentRun run,
                     Stitch(pieces_of(path), chosen, stop));
    const Metrics metrics = MetricsOf(run);
    numbers.push_back(static_cast<int64_t>(path));
    for (size_t i = 0; i < columns.size(); ++i) {
      const auto found = metrics.values.find(kSplitMetrics[i]);
      columns[i].push_back(found == metrics.values.end() ? kUndefinedMetric
                                                         : found->second);
    }
    const double sharpe = columns[0].back();
    undefined += std::isnan(sharpe);
    sharpes.push_back(
        std::isnan(sharpe) ? -std::numeric_limits<double>::infinity() : sharpe);
    order.emplace_back(sharpes.back(), path);
    losses += columns[2].back() < 0 ? 1 : 0;
  }
  std::sort(order.begin(), order.end());
  const size_t median = order[(order.size() - 1) / 2].second;
  ASSIGN_OR_RETURN(findings->run, Stitch(pieces_of(median), chosen, stop));
  findings->metrics = MetricsOf(*findings->run);
  findings->outputs["median_path"] = absl::StrCat(median);
  if (subject_.plan == nullptr) {
    findings->warnings.push_back(
        "all paths are the same, because nothing is chosen: give "
        "optimization_config what to search in each split");
  }

  Metrics& metrics = findings->metrics;
  metrics.values["path_count"] = static_cast<double>(order.size());
  metrics.values["path_probability_of_loss"] =
      static_cast<double>(losses) / static_cast<double>(order.size());
  const Quantiles quantiles = QuantilesOf(sharpes);
  const std::string why =
      absl::StrCat("of ", sharpes.size(), " paths ", undefined,
                   undefined == 1 ? " has" : " have",
                   " no Sharpe ratio, which ranks as the worst");
  const auto set = [&](const char* name, double Quantiles::*quantile) {
    const double value = quantiles.*quantile;
    SetOr(name, std::isfinite(value) ? std::optional(value) : std::nullopt, why,
          &metrics);
  };
  set("path_sharpe_ratio_p05", &Quantiles::p05);
  set("path_sharpe_ratio_p50", &Quantiles::p50);
  set("path_sharpe_ratio_p95", &Quantiles::p95);

  Table paths;
  paths.columns.push_back({"path", std::move(numbers)});
  for (size_t i = 0; i < columns.size(); ++i) {
    paths.columns.push_back({kSplitMetrics[i], std::move(columns[i])});
  }
  findings->tables.emplace_back("paths", std::move(paths));
  return absl::OkStatus();
}

void SplitValidation::AddSplitMetrics(std::span<const v1::Trial> results,
                                      ValidationFindings* findings) const {
  Metrics& metrics = findings->metrics;
  int64_t profitable = 0;
  int64_t without = 0;
  for (const v1::Trial& result : results) {
    findings->trial_count += static_cast<int64_t>(MetricOf(result, kTrials));
    profitable += MetricOf(result, absl::StrCat(kTest, "total_return")) > 0;
    without += subject_.plan != nullptr && result.parameters().empty();
  }
  // The same set in every split.
  if (subject_.plan == nullptr) findings->trial_count = 1;
  if (without > 0) {
    findings->warnings.push_back(absl::StrCat(
        "in ", without, " of ", results.size(),
        " splits no trial fulfils the constraints and defines every objective; "
        "nothing is traded in their tests"));
  }
  const auto count = static_cast<double>(results.size());
  metrics.values["split_count"] = count;
  metrics.values["profitable_split_share"] =
      static_cast<double>(profitable) / count;
  AddMeans(results, splits_, &metrics);
  if (without == static_cast<int64_t>(results.size())) {
    UndefineRun(&metrics);
    return;
  }
  // Nothing was chosen by these returns: it is the only trial on them.
  const auto probability = metrics.values.find("probabilistic_sharpe_ratio");
  SetOr("deflated_sharpe_ratio",
        probability == metrics.values.end()
            ? std::nullopt
            : std::optional(probability->second),
        "the run out of sample has no Sharpe ratio", &metrics);
}

}  // namespace admf
