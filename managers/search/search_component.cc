#include "managers/search/search_component.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "containers/component_scope.h"
#include "engine/base/status_macros.h"
#include "engine/metrics/account_metrics.h"
#include "engine/metrics/equity_clock.h"
#include "engine/metrics/metric_names.h"
#include "engine/metrics/periods_per_year.h"
#include "managers/progress.h"
#include "managers/search/portfolio_trial_evaluator.h"
#include "managers/search/search_run.h"
#include "managers/search/symbol_trial_evaluator.h"

namespace admf {
namespace {

RegimeOptions ToRegimeOptions(const v1::RegimesConfig& config) {
  bool trend = false;
  bool volatility = false;
  for (const int feature : config.features()) {
    trend |= feature == v1::REGIME_FEATURE_TREND;
    volatility |= feature == v1::REGIME_FEATURE_VOLATILITY;
  }
  RegimeOptions options;
  options.by = trend && volatility ? RegimeOptions::By::kTrendAndVolatility
               : trend             ? RegimeOptions::By::kTrend
                                   : RegimeOptions::By::kVolatility;
  options.trend_period = config.period();
  options.volatility_period = config.period();
  options.trend_threshold = config.trend_threshold();
  return options;
}

/// The regime of each return period: the one of the bar that the period begins
/// with, so that it was known in time.
std::vector<uint8_t> RegimesOfPeriods(const BarSeries& bars,
                                      const Regimes& regimes) {
  std::vector<uint8_t> periods;
  if (!SampledDaily(bars)) {
    periods.assign(regimes.labels.begin(), regimes.labels.end() - 1);
    return periods;
  }
  const std::vector<size_t> last_bars = LastBarsOfDays(bars);
  periods.push_back(Regimes::kWarmUp);
  for (size_t day = 0; day + 1 < last_bars.size(); ++day) {
    periods.push_back(regimes.labels[last_bars[day]]);
  }
  return periods;
}

int64_t CountReturns(const EquityClock& clock) {
  return SampledDaily(clock)
             ? static_cast<int64_t>(LastBarsOfDays(clock).size())
             : static_cast<int64_t>(clock.time_us.size()) - 1;
}

}  // namespace

std::vector<std::string> TrialMetrics(const Objectives& objectives) {
  std::set<std::string> names;
  for (const std::string_view name : MetricNames()) {
    if (IsAccountMetric(name)) names.insert(std::string(name));
  }
  for (std::string& name : objectives.Metrics()) names.insert(std::move(name));
  return {names.begin(), names.end()};
}

absl::Status SearchComponent::Start(WorkflowScope& workflow) {
  scope_ = &workflow;
  return absl::OkStatus();
}

absl::Status SearchComponent::Stop() { return absl::OkStatus(); }

absl::Status SearchComponent::Reset() {
  return_count_ = 0;
  drawn_ = {};
  end_reason_.clear();
  parts_.clear();
  regimes_.reset();
  study_.reset();
  tables_.reset();
  evaluator_.reset();
  indicators_.reset();
  plan_.reset();
  scope_ = nullptr;
  return absl::OkStatus();
}

absl::Status SearchComponent::Configure(const v1::BacktestConfig& run,
                                        const v1::OptimizationConfig& config) {
  ASSIGN_OR_RETURN(SearchPlan plan, SearchPlan::Create(run, config));
  plan_ = std::make_unique<SearchPlan>(std::move(plan));
  return absl::OkStatus();
}

absl::Status SearchComponent::Prepare(std::shared_ptr<const BarSeries> bars,
                                      std::stop_token stop) {
  const v1::OptimizationConfig& config = plan_->config();
  SymbolTrialEvaluator::Options options;
  if (config.has_regimes()) {
    ASSIGN_OR_RETURN(
        regimes_,
        ClassifyRegimes(*bars, ToRegimeOptions(config.regimes()), stop));
    options.regime_of_period = RegimesOfPeriods(*bars, *regimes_);
    options.regime_count = regimes_->names.size();
  }
  options.bars = std::move(bars);
  options.indicators = MakeIndicators();
  options.metrics = TrialMetrics(plan_->objectives());
  options.blocks = static_cast<size_t>(config.overfitting_blocks());
  Use(std::make_unique<SymbolTrialEvaluator>(std::move(options)));
  return absl::OkStatus();
}

void SearchComponent::PrepareSeveral(std::shared_ptr<const AlignedBars> bars) {
  Use(std::make_unique<PortfolioTrialEvaluator>(
      PortfolioTrialEvaluator::Options{
          .bars = std::move(bars),
          .indicators = MakeIndicators(),
          .metrics = TrialMetrics(plan_->objectives()),
          .blocks =
              static_cast<size_t>(plan_->config().overfitting_blocks())}));
}

IndicatorSource* SearchComponent::MakeIndicators() {
  indicators_ = std::make_unique<SearchIndicators>(source_, &scope_->memory());
  return indicators_.get();
}

void SearchComponent::Use(std::unique_ptr<TrialEvaluator> evaluator) {
  return_count_ = CountReturns(evaluator->clock());
  tables_ = std::make_unique<TrialTables>(
      plan_.get(), evaluator->metrics(),
      static_cast<size_t>(plan_->config().overfitting_blocks()),
      regimes_ ? regimes_->names.size() : 0);
  evaluator_ = std::move(evaluator);
}

absl::Status SearchComponent::Search(ExecutionContext& context) {
  const v1::OptimizationConfig& config = plan_->config();
  study_ = std::make_unique<SearchStudy>(
      plan_.get(), evaluator_->metrics(), regimes_ ? regimes_->names.size() : 0,
      config.has_ensemble() ? static_cast<size_t>(config.ensemble().size())
                            : 0);
  TrialPartsWriter parts(tables_.get(), artifacts_.get());
  SearchRun search({.plan = plan_.get(),
                    .evaluator = evaluator_.get(),
                    .tables = tables_.get(),
                    .study = study_.get(),
                    .parts = &parts,
                    .checkpoints = &context.checkpoints,
                    .parallel = &context.parallel,
                    .clock = &context.clock,
                    .seed = scope_->seed(),
                    .report =
                        [this](const SearchRun::Progress& progress) {
                          ReportProgress(*plan_, progress.trials,
                                         progress.max_trials, progress.rate);
                        },
                    .stop = context.stop});
  ASSIGN_OR_RETURN(end_reason_, search.Run());
  drawn_ = search.drawn();
  ASSIGN_OR_RETURN(parts_, parts.Finish());
  return absl::OkStatus();
}

void SearchComponent::ReportProgress(const SearchPlan& plan, int64_t trials,
                                     int64_t max_trials, double rate) const {
  std::string message = absl::StrFormat("%d of %d trials", trials, max_trials);
  if (rate > 0) {
    absl::StrAppendFormat(&message, ", %.0f/s", rate);
    const double left = static_cast<double>(max_trials - trials) / rate;
    absl::StrAppend(&message, ", ",
                    absl::FormatDuration(absl::Seconds(std::ceil(left))),
                    " left at the most");
  }
  if (const auto& best = study_->best()) {
    absl::StrAppendFormat(&message, ", best %s %.4g at %s",
                          plan.objectives().ToString(), best->score,
                          plan.space().PointText(best->point));
  }
  scope_->events().Publish(
      kName, ProgressMade{
                 static_cast<double>(trials) / static_cast<double>(max_trials),
                 std::move(message)});
}

ComponentSpec SearchComponentSpec() {
  return {.name = SearchComponent::kName,
          .depends_on = {},
          .create = [](const ComponentScope& scope)
              -> absl::StatusOr<std::unique_ptr<Component>> {
            ASSIGN_OR_RETURN(auto indicators,
                             scope.services().Get<IndicatorSource>());
            ASSIGN_OR_RETURN(auto artifacts,
                             scope.services().Get<ArtifactStore>());
            return std::make_unique<SearchComponent>(std::move(indicators),
                                                     std::move(artifacts));
          }};
}

}  // namespace admf
