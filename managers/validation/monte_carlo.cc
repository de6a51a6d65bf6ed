#include "managers/validation/monte_carlo.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "engine/broker/run_decisions.h"
#include "engine/metrics/metrics.h"
#include "engine/metrics/periods_per_year.h"
#include "engine/metrics/return_sampling.h"
#include "engine/validation/perturbation.h"
#include "managers/backtest/backtest_config.h"

namespace admf {
namespace {

constexpr int64_t kChunk = 250;
/// Kinds of samples, as the table names them and in its order.
constexpr const char* kKinds[] = {"returns", "trades", "trade_order"};
/// Each kind draws from paths of its own.
constexpr uint64_t kSeedStep = 0x9e3779b97f4a7c15;
/// Metrics of a perturbed run that are kept.
constexpr const char* kPerturbedMetrics[] = {"sharpe_ratio", "total_return",
                                             "max_drawdown", "trade_count"};

/// Samples as columns.
struct Samples {
  std::vector<int64_t> kind, path;
  std::vector<double> total_return, max_drawdown, sharpe_ratio;

  void Add(int64_t of_kind, int64_t number, const PathFigures& figures) {
    kind.push_back(of_kind);
    path.push_back(number);
    total_return.push_back(figures.total_return);
    max_drawdown.push_back(figures.max_drawdown);
    sharpe_ratio.push_back(figures.sharpe_ratio.value_or(kUndefinedMetric));
  }

  Table ToTable() && {
    return {{{"kind", std::move(kind)},
             {"path", std::move(path)},
             {"total_return", std::move(total_return)},
             {"max_drawdown", std::move(max_drawdown)},
             {"sharpe_ratio", std::move(sharpe_ratio)}}};
  }
};

absl::StatusOr<Samples> ReadSamples(const std::string& bytes) {
  ASSIGN_OR_RETURN(Table table, DecodeTable(bytes));
  if (table.columns.size() != 5) {
    return absl::DataLossError("the stored samples are damaged");
  }
  auto& columns = table.columns;
  Samples samples;
  samples.kind = std::get<std::vector<int64_t>>(columns[0].values);
  samples.path = std::get<std::vector<int64_t>>(columns[1].values);
  samples.total_return = std::get<std::vector<double>>(columns[2].values);
  samples.max_drawdown = std::get<std::vector<double>>(columns[3].values);
  samples.sharpe_ratio = std::get<std::vector<double>>(columns[4].values);
  return samples;
}

template <typename T>
void Append(const std::vector<T>& more, std::vector<T>* all) {
  all->insert(all->end(), more.begin(), more.end());
}

std::vector<PathFigures> PathsOf(const Samples& samples, int64_t kind) {
  std::vector<PathFigures> paths;
  for (size_t i = 0; i < samples.kind.size(); ++i) {
    if (samples.kind[i] != kind) continue;
    paths.push_back({samples.total_return[i], samples.max_drawdown[i],
                     std::isnan(samples.sharpe_ratio[i])
                         ? std::nullopt
                         : std::optional(samples.sharpe_ratio[i])});
  }
  return paths;
}

void SetQuantiles(const std::string& name,
                  const std::optional<Quantiles>& quantiles,
                  const std::string& reason, Metrics* metrics) {
  const std::pair<const char*, double Quantiles::*> parts[] = {
      {"_p05", &Quantiles::p05},
      {"_p50", &Quantiles::p50},
      {"_p95", &Quantiles::p95}};
  for (const auto& [suffix, part] : parts) {
    if (quantiles && std::isfinite((*quantiles).*part)) {
      metrics->values[name + suffix] = (*quantiles).*part;
    } else {
      metrics->undefined[name + suffix] = reason;
    }
  }
}

void Set(const std::string& name, std::optional<double> value,
         const std::string& reason, Metrics* metrics) {
  if (value) {
    metrics->values[name] = *value;
  } else {
    metrics->undefined[name] = reason;
  }
}

/// The lowest Sharpe ratio of runs, which is only known if all have one.
class WorstSharpe {
 public:
  /// `what` is how the run differs; `ratio` is NaN if it has none.
  void Add(double ratio, const std::string& what) {
    if (!std::isnan(ratio)) {
      worst_ = worst_ ? std::min(*worst_, ratio) : ratio;
    } else if (without_.empty()) {
      without_ = absl::StrCat("the run with ", what, " has no Sharpe ratio");
    }
  }

  void Set(const std::string& name, const std::string& no_runs,
           Metrics* metrics) const {
    admf::Set(name, without_.empty() ? worst_ : std::nullopt,
              without_.empty() ? no_runs : without_, metrics);
  }

 private:
  std::optional<double> worst_;
  /// Of the first run without.
  std::string without_;
};

/// Nothing without paths.
std::optional<BootstrapSummary> SummaryOf(
    const std::vector<PathFigures>& paths,
    std::optional<double> observed_sharpe = std::nullopt) {
  if (paths.empty()) return std::nullopt;
  return SummarisePaths(paths, observed_sharpe);
}

/// Adds what one kind of samples says.
void AddSummary(const std::string& prefix,
                const std::optional<BootstrapSummary>& summary,
                bool with_return, std::string reason, Metrics* metrics) {
  if (reason.empty()) reason = "no sample has one";
  SetQuantiles(prefix + "_max_drawdown",
               summary ? std::optional(summary->max_drawdown) : std::nullopt,
               reason, metrics);
  if (!with_return) return;
  SetQuantiles(prefix + "_total_return",
               summary ? std::optional(summary->total_return) : std::nullopt,
               reason, metrics);
  Set(prefix + "_probability_of_loss",
      summary ? std::optional(summary->probability_of_loss) : std::nullopt,
      reason, metrics);
}

/// Blocks of more than a third of the returns make paths that are hardly
/// anything but the history itself, from another beginning on; the automatic
/// length is never beyond that either.
absl::Status CheckBlockLength(const v1::ValidationConfig& config,
                              size_t returns) {
  const auto most = std::max(1.0, std::ceil(static_cast<double>(returns) / 3));
  if (!config.has_block_length() || config.block_length() <= most) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "block_length is ", config.block_length(), ", and the run has ", returns,
      " returns: give at most ", most,
      ", a third of them, or leave it out, which chooses it by the returns"));
}

double MetricOf(const Metrics& metrics, const std::string& name) {
  const auto found = metrics.values.find(name);
  return found == metrics.values.end() ? kUndefinedMetric : found->second;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ValidationMethod>> MonteCarloValidation::Create(
    const ValidationSubject& subject, std::stop_token stop) {
  auto method =
      std::unique_ptr<MonteCarloValidation>(new MonteCarloValidation(subject));
  ASSIGN_OR_RETURN(method->decisions_,
                   subject.evaluator->Decide(subject.run, stop));
  const SimulationSettings settings = ToSimulationSettings(subject.run);
  const MetricsOptions options = ToMetricsOptions(subject.run);
  ASSIGN_OR_RETURN(const DecisionRun run,
                   RunDecisions(subject.bars, method->decisions_, settings,
                                MultiplierOf(subject.run), std::move(stop)));
  const Simulation& simulation = run.simulation;
  method->metrics_ =
      ComputeMetrics(*subject.bars, simulation, settings, options);
  const double periods =
      options.periods_per_year.value_or(DefaultPeriodsPerYear(*subject.bars));

  SampledReturns sampled =
      SampleReturns(*subject.bars, simulation, settings.initial_cash);
  RETURN_IF_ERROR(CheckBlockLength(subject.config, sampled.returns.size()));
  StationaryBootstrap::Options of_returns;
  of_returns.seed = subject.seed;
  of_returns.periods_per_year = periods;
  of_returns.risk_free_rate = options.risk_free_rate;
  if (subject.config.has_block_length()) {
    of_returns.mean_block_length = subject.config.block_length();
  }
  auto returns =
      StationaryBootstrap::Create(std::move(sampled.returns), of_returns);
  if (!sampled.summary.all_positive) {
    method->no_returns_ = "the equity is not above zero all the time";
  } else if (returns.ok()) {
    method->returns_ = *std::move(returns);
  } else {
    method->no_returns_ = std::string(returns.status().message());
  }
  const std::vector<double> trades =
      AccountReturnsOfTrades(simulation, settings.initial_cash);
  TradeBootstrap::Options of_trades;
  of_trades.seed = subject.seed + kSeedStep;
  of_trades.periods_per_year = periods;
  auto drawn = TradeBootstrap::Create(trades, of_trades);
  of_trades.seed = subject.seed + 2 * kSeedStep;
  of_trades.kind = TradeBootstrap::Kind::kPermutation;
  auto ordered = TradeBootstrap::Create(trades, of_trades);
  if (trades.size() < 2) {
    method->no_trades_ =
        absl::StrCat("the run has ", trades.size(),
                     trades.size() == 1 ? " closed trade" : " closed trades",
                     "; at least 2 are needed");
  } else if (drawn.ok() && ordered.ok()) {
    method->trades_ = *std::move(drawn);
    method->orders_ = *std::move(ordered);
  } else {
    method->no_trades_ = std::string(drawn.status().message());
  }
  return method;
}

size_t MonteCarloValidation::chunk_count() const {
  return static_cast<size_t>((subject_.config.samples() + kChunk - 1) / kChunk);
}

size_t MonteCarloValidation::task_count() const {
  return chunk_count() +
         static_cast<size_t>(subject_.config.cost_factors_size() +
                             subject_.config.delay_bars_size());
}

absl::StatusOr<std::string> MonteCarloValidation::RunChunk(
    size_t chunk, const std::stop_token& stop) const {
  const int64_t first = static_cast<int64_t>(chunk) * kChunk;
  const int64_t end =
      std::min<int64_t>(first + kChunk, subject_.config.samples());
  Samples samples;
  const auto add = [&](int64_t kind, const auto& bootstrap) -> absl::Status {
    if (!bootstrap) return absl::OkStatus();
    for (int64_t path = first; path < end; ++path) {
      // A path goes through all returns.
      if (stop.stop_requested()) {
        return absl::CancelledError("the validation was told to stop");
      }
      samples.Add(kind, path, bootstrap->Path(static_cast<uint64_t>(path)));
    }
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(add(0, returns_));
  RETURN_IF_ERROR(add(1, trades_));
  RETURN_IF_ERROR(add(2, orders_));
  return EncodeTable(std::move(samples).ToTable());
}

absl::StatusOr<Metrics> MonteCarloValidation::RunPerturbed(
    size_t perturbation, std::stop_token stop) const {
  const auto factors = static_cast<size_t>(subject_.config.cost_factors_size());
  SimulationSettings settings = ToSimulationSettings(subject_.run);
  std::vector<Decision> decisions = decisions_;
  if (perturbation < factors) {
    const double factor =
        subject_.config.cost_factors(static_cast<int>(perturbation));
    ASSIGN_OR_RETURN(settings, ScaleCosts(settings, {.commission = factor,
                                                     .slippage = factor,
                                                     .spread = factor}));
  } else {
    decisions = DelayDecisions(
        decisions_, static_cast<int64_t>(subject_.bars->size()),
        subject_.config.delay_bars(static_cast<int>(perturbation - factors)));
  }
  ASSIGN_OR_RETURN(const DecisionRun run,
                   RunDecisions(subject_.bars, decisions, settings,
                                MultiplierOf(subject_.run), std::move(stop)));
  return ComputeMetrics(*subject_.bars, run.simulation, settings,
                        ToMetricsOptions(subject_.run));
}

absl::StatusOr<std::string> MonteCarloValidation::RunTask(
    size_t task, std::stop_token stop) const {
  if (task < chunk_count()) return RunChunk(task, stop);
  ASSIGN_OR_RETURN(const Metrics metrics,
                   RunPerturbed(task - chunk_count(), std::move(stop)));
  std::vector<double> row;
  for (const char* name : kPerturbedMetrics)
    row.push_back(MetricOf(metrics, name));
  return EncodeTable({{{"values", std::move(row)}}});
}

absl::StatusOr<ValidationFindings> MonteCarloValidation::Conclude(
    const std::vector<std::string>& results, std::stop_token) const {
  Samples all;
  for (size_t chunk = 0; chunk < chunk_count(); ++chunk) {
    ASSIGN_OR_RETURN(const Samples samples, ReadSamples(results[chunk]));
    Append(samples.kind, &all.kind);
    Append(samples.path, &all.path);
    Append(samples.total_return, &all.total_return);
    Append(samples.max_drawdown, &all.max_drawdown);
    Append(samples.sharpe_ratio, &all.sharpe_ratio);
  }
  ValidationFindings findings;
  findings.trial_count = 1;
  findings.metrics = metrics_;
  Metrics& metrics = findings.metrics;
  const std::vector<PathFigures> of_returns = PathsOf(all, 0);
  std::optional<BootstrapSummary> summary;
  if (!of_returns.empty()) {
    summary = SummarisePaths(of_returns, returns_->Observed().sharpe_ratio);
    findings.outputs["block_length"] =
        absl::StrCat(returns_->mean_block_length());
  }
  AddSummary("bootstrap", summary, true, no_returns_, &metrics);
  const std::string why =
      summary ? absl::StrCat("of ", summary->paths, " samples ",
                             summary->undefined_sharpe_ratios,
                             " have no Sharpe ratio, which ranks as the worst")
              : no_returns_;
  SetQuantiles("bootstrap_sharpe_ratio",
               summary ? summary->sharpe_ratio : std::nullopt, why, &metrics);
  Set("bootstrap_sharpe_p_value",
      summary ? summary->sharpe_p_value : std::nullopt, why, &metrics);
  AddSummary("trade_bootstrap", SummaryOf(PathsOf(all, 1)), true, no_trades_,
             &metrics);
  AddSummary("trade_order", SummaryOf(PathsOf(all, 2)), false, no_trades_,
             &metrics);
  Set("trade_order_max_drawdown_observed",
      orders_ ? std::optional(orders_->Observed().max_drawdown) : std::nullopt,
      no_trades_, &metrics);

  std::vector<std::string> kinds;
  std::vector<double> factors;
  std::vector<std::vector<double>> columns(std::size(kPerturbedMetrics));
  WorstSharpe worst_cost, worst_delay;
  const int costs = subject_.config.cost_factors_size();
  for (size_t task = chunk_count(); task < results.size(); ++task) {
    const int i = static_cast<int>(task - chunk_count());
    const bool is_cost = i < costs;
    kinds.push_back(is_cost ? "costs" : "delay");
    factors.push_back(
        is_cost ? subject_.config.cost_factors(i)
                : static_cast<double>(subject_.config.delay_bars(i - costs)));
    ASSIGN_OR_RETURN(const Table row, DecodeTable(results[task]));
    const auto& values = std::get<std::vector<double>>(row.columns[0].values);
    for (size_t k = 0; k < columns.size(); ++k) columns[k].push_back(values[k]);
    (is_cost ? worst_cost : worst_delay)
        .Add(values[0],
             is_cost ? absl::StrCat("costs times ", factors.back())
                     : absl::StrCat("a delay of ", factors.back(), " bars"));
  }
  worst_cost.Set("worst_cost_sharpe_ratio", "no run has other costs", &metrics);
  worst_delay.Set("worst_delay_sharpe_ratio", "no run has late decisions",
                  &metrics);

  Table perturbations = {
      {{"kind", std::move(kinds)}, {"amount", std::move(factors)}}};
  for (size_t k = 0; k < columns.size(); ++k) {
    perturbations.columns.push_back(
        {kPerturbedMetrics[k], std::move(columns[k])});
  }
  std::vector<std::string> names;
  for (const int64_t kind : all.kind) {
    names.emplace_back(kKinds[static_cast<size_t>(kind)]);
  }
  Table samples = std::move(all).ToTable();
  samples.columns.front().values = std::move(names);
  findings.tables.emplace_back("samples", std::move(samples));
  findings.tables.emplace_back("perturbations", std::move(perturbations));
  return findings;
}

}  // namespace admf
