// What the components of a backtest do with several symbols.

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/status_macros.h"
#include "engine/broker/portfolio_simulator.h"
#include "engine/broker/portfolio_tables.h"
#include "engine/broker/portfolio_verification.h"
#include "engine/data/table_source.h"
#include "engine/indicators/catalogue.h"
#include "managers/backtest/backtest_components.h"
#include "managers/table_artifact.h"

namespace admf {
namespace {

constexpr char kWhatToDo[] =
    "; raise infrastructure_config.memory_limit_mb, or use fewer bars or "
    "symbols";

double Fraction(size_t done, size_t all) {
  return static_cast<double>(done) / static_cast<double>(all);
}

/// Where one is in a list of symbols, for people.
std::string Place(const std::string& symbol, size_t index, size_t count) {
  return absl::StrCat(symbol, " (", index + 1, " of ", count, ")");
}

absl::Status WithHint(const absl::Status& status, absl::StatusCode code,
                      std::string_view hint) {
  if (status.code() != code) return status;
  return absl::Status(
      code, absl::StrCat(status.message(),
                         absl::string_view(hint.data(), hint.size())));
}

}  // namespace

absl::Status MarketDataComponent::LoadSeveral(std::vector<ReadRequest> requests,
                                              std::stop_token stop) {
  Forget();
  MemoryBudget& memory = scope().memory();
  const auto free_bytes = [&memory] {
    return std::max<int64_t>(memory.limit_bytes() - memory.used_bytes(), 1);
  };
  for (size_t i = 0; i < requests.size(); ++i) {
    ReadRequest& request = requests[i];
    ReportProgress(Fraction(i, requests.size()),
                   absl::StrCat("reading ", Place(request.display_path, i,
                                                  requests.size())));
    request.max_bytes = free_bytes();
    auto bars = feeds_->Get(request, stop);
    RETURN_IF_ERROR(WithHint(bars.status(),
                             absl::StatusCode::kResourceExhausted, kWhatToDo));
    ASSIGN_OR_RETURN(memory_of_series_.emplace_back(),
                     memory.Reserve(static_cast<int64_t>((*bars)->bytes()),
                                    absl::StrCat("bars of ", request.symbol)));
    series_.push_back(*std::move(bars));
  }
  auto aligned = AlignedBars::Create(series_, std::move(stop), free_bytes());
  RETURN_IF_ERROR(WithHint(
      WithHint(aligned.status(), absl::StatusCode::kResourceExhausted,
               kWhatToDo),
      absl::StatusCode::kInvalidArgument,
      "; data_config.timeframe, such as 1d, makes all of them the same"));
  aligned_ = *std::move(aligned);
  ASSIGN_OR_RETURN(memory_of_series_.emplace_back(),
                   memory.Reserve(static_cast<int64_t>(aligned_->bytes()),
                                  "the times of all symbols"));
  return absl::OkStatus();
}

void StrategyComponent::ConfigureSeveral(
    std::vector<std::unique_ptr<Strategy>> strategies) {
  strategies_ = std::move(strategies);
}

absl::Status StrategyComponent::CheckDataOfSeveral() const {
  const auto& series = market_data_->series();
  CHECK(strategies_.size() == series.size());
  for (size_t i = 0; i < series.size(); ++i) {
    RETURN_IF_ERROR(CheckVolume(*strategies_[i], *series[i]));
    for (const IndicatorSpec& spec : strategies_[i]->Indicators()) {
      RETURN_IF_ERROR(CheckIndicator(spec, *series[i]));
    }
  }
  return absl::OkStatus();
}

absl::Status StrategyComponent::DecideSeveral(std::stop_token stop) {
  const auto& series = market_data_->series();
  CHECK(strategies_.size() == series.size());
  decisions_of_symbols_.clear();
  memory_of_decisions_.clear();
  for (size_t i = 0; i < series.size(); ++i) {
    ReportProgress(0.5 * Fraction(i, series.size()),
                   absl::StrCat("deciding for ",
                                Place(series[i]->symbol(), i, series.size())));
    ASSIGN_OR_RETURN(std::vector<Decision> decisions,
                     DecideAll(*strategies_[i], series[i], *indicators_, stop));
    const size_t bytes = decisions.capacity() * sizeof(Decision);
    ASSIGN_OR_RETURN(
        memory_of_decisions_.emplace_back(),
        scope().memory().Reserve(
            static_cast<int64_t>(bytes),
            absl::StrCat("the decisions for ", series[i]->symbol())));
    decisions_of_symbols_.push_back(std::move(decisions));
  }
  return absl::OkStatus();
}

std::vector<SymbolPlan> ExecutionComponent::PlansOf(
    std::span<const SymbolTerms> terms) const {
  const auto& decisions = strategy_->decisions_of_symbols();
  CHECK(decisions.size() == terms.size());
  std::vector<SymbolPlan> plans;
  for (size_t i = 0; i < terms.size(); ++i) {
    plans.push_back({.decisions = decisions[i],
                     .weight = terms[i].weight,
                     .multiplier = terms[i].multiplier});
  }
  return plans;
}

absl::Status ExecutionComponent::ExecuteSeveral(
    const SimulationSettings& settings, std::span<const SymbolTerms> terms,
    std::stop_token stop) {
  ReportProgress(0.5, absl::StrCat("executing the decisions for ", terms.size(),
                                   " symbols"));
  Forget();
  ASSIGN_OR_RETURN(PortfolioSimulation simulation,
                   SimulatePortfolio(*market_data_->aligned(), PlansOf(terms),
                                     settings, std::move(stop)));
  ASSIGN_OR_RETURN(memory_, scope().memory().Reserve(
                                static_cast<int64_t>(simulation.bytes()),
                                "the fills and trades of the run"));
  portfolio_ = Portfolio{market_data_->aligned(), std::move(simulation)};
  return absl::OkStatus();
}

absl::Status ExecutionComponent::VerifySeveral(
    const SimulationSettings& settings, std::span<const SymbolTerms> terms,
    std::stop_token stop) const {
  CHECK(portfolio_.has_value());
  return VerifyPortfolio(*portfolio_->bars, PlansOf(terms), settings,
                         portfolio_->simulation, std::move(stop));
}

absl::StatusOr<std::vector<v1::Artifact>> RecordsComponent::KeepSeveral(
    const std::stop_token& stop) {
  std::vector<v1::Artifact> artifacts;
  const auto* portfolio = execution_->portfolio();
  if (portfolio == nullptr) return artifacts;
  const AlignedBars& bars = *portfolio->bars;
  const PortfolioSimulation& simulation = portfolio->simulation;
  const auto keep = [&](std::string name, const TableSource& table) {
    return KeepTable(std::move(name), table, stop, artifacts_.get(),
                     &artifacts);
  };
  RETURN_IF_ERROR(keep("trades", PortfolioTradesTable(bars, simulation)));
  RETURN_IF_ERROR(keep("fills", PortfolioFillsTable(bars, simulation)));
  RETURN_IF_ERROR(keep("equity", PortfolioEquityTable(bars, simulation)));
  RETURN_IF_ERROR(keep("orders", OrdersTable(bars, simulation)));
  RETURN_IF_ERROR(keep("symbols", SymbolsTable(bars, simulation)));
  return artifacts;
}

}  // namespace admf
