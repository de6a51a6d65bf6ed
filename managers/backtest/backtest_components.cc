#include "managers/backtest/backtest_components.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "containers/component_scope.h"
#include "engine/base/check.h"
#include "engine/base/status_macros.h"
#include "engine/broker/portfolio_simulator.h"
#include "engine/broker/portfolio_tables.h"
#include "engine/broker/portfolio_verification.h"
#include "engine/data/table_source.h"
#include "engine/execution/tables.h"
#include "engine/execution/verification.h"
#include "engine/indicators/catalogue.h"
#include "managers/progress.h"
#include "managers/table_artifact.h"

namespace admf {

absl::Status BacktestComponent::Start(WorkflowScope& workflow) {
  scope_ = &workflow;
  return absl::OkStatus();
}

absl::Status BacktestComponent::Stop() { return absl::OkStatus(); }

absl::Status BacktestComponent::Reset() {
  Forget();
  scope_ = nullptr;
  return absl::OkStatus();
}

void BacktestComponent::ReportProgress(double fraction,
                                       std::string message) const {
  scope().events().Publish("backtest",
                           ProgressMade{fraction, std::move(message)});
}

absl::Status MarketDataComponent::Load(ReadRequest request,
                                       std::stop_token stop) {
  ReportProgress(0, absl::StrCat("reading ", request.display_path));
  // A file that is too large is noticed while it is read, not after.
  request.max_bytes = scope().memory().limit_bytes();
  auto bars = feeds_->Get(request, std::move(stop));
  if (absl::IsResourceExhausted(bars.status())) {
    return absl::ResourceExhaustedError(
        absl::StrCat(bars.status().message(),
                     "; raise infrastructure_config.memory_limit_mb, or use "
                     "fewer bars"));
  }
  RETURN_IF_ERROR(bars.status());
  bars_ = *std::move(bars);
  ASSIGN_OR_RETURN(memory_, scope().memory().Reserve(
                                static_cast<int64_t>(bars_->bytes()),
                                absl::StrCat("bars of ", request.symbol)));
  return absl::OkStatus();
}

const std::shared_ptr<const BarSeries>& MarketDataComponent::bars() const {
  CHECK(bars_ != nullptr);
  return bars_;
}

void MarketDataComponent::Forget() {
  bars_.reset();
  memory_.Release();
  series_ = {};
  aligned_.reset();
  memory_of_series_.clear();
}

void StrategyComponent::Configure(std::unique_ptr<Strategy> strategy) {
  strategy_ = std::move(strategy);
}

absl::Status StrategyComponent::CheckData() const {
  CHECK(strategy_ != nullptr);
  RETURN_IF_ERROR(CheckVolume(*strategy_, *market_data_->bars()));
  for (const IndicatorSpec& spec : strategy_->Indicators()) {
    RETURN_IF_ERROR(CheckIndicator(spec, *market_data_->bars()));
  }
  return absl::OkStatus();
}

absl::Status StrategyComponent::Decide(std::stop_token stop) {
  CHECK(strategy_ != nullptr);
  ReportProgress(0, "computing indicators and decisions");
  ASSIGN_OR_RETURN(decisions_, DecideAll(*strategy_, market_data_->bars(),
                                         *indicators_, std::move(stop)));
  return absl::OkStatus();
}

void StrategyComponent::Forget() {
  strategy_.reset();
  decisions_ = {};
  strategies_.clear();
  decisions_of_symbols_ = {};
  memory_of_decisions_.clear();
}

absl::Status ExecutionComponent::Execute(const SimulationSettings& settings,
                                         double multiplier,
                                         std::stop_token stop) {
  ReportProgress(0.5, absl::StrCat("executing ", strategy_->decisions().size(),
                                   " decisions"));
  simulation_.reset();
  portfolio_.reset();
  ASSIGN_OR_RETURN(DecisionRun run,
                   RunDecisions(market_data_->bars(), strategy_->decisions(),
                                settings, multiplier, std::move(stop)));
  const auto bytes = static_cast<int64_t>(run.bytes());
  simulation_ = std::move(run.simulation);
  portfolio_ = std::move(run.portfolio);
  ASSIGN_OR_RETURN(memory_, scope().memory().Reserve(
                                bytes, "the fills and trades of the run"));
  return absl::OkStatus();
}

absl::Status ExecutionComponent::Verify(const SimulationSettings& settings,
                                        double multiplier) const {
  if (!portfolio_) {
    return VerifySimulation(*market_data_->bars(), strategy_->decisions(),
                            settings, simulation());
  }
  const SymbolPlan plan = {.decisions = strategy_->decisions(),
                           .multiplier = multiplier};
  return VerifyPortfolio(*portfolio_->bars, {&plan, 1}, settings,
                         portfolio_->simulation);
}

const Simulation& ExecutionComponent::simulation() const {
  CHECK(simulation_.has_value());
  return *simulation_;
}

void ExecutionComponent::Forget() {
  simulation_.reset();
  portfolio_.reset();
  memory_.Release();
}

absl::StatusOr<std::vector<v1::Artifact>> RecordsComponent::Keep(
    const std::stop_token& stop) {
  std::vector<v1::Artifact> artifacts;
  if (!execution_->executed()) return artifacts;
  const BarSeries& bars = *market_data_->bars();
  const Simulation& simulation = execution_->simulation();
  const auto keep = [&](std::string name, const TableSource& table) {
    return KeepTable(std::move(name), table, stop, artifacts_.get(),
                     &artifacts);
  };
  RETURN_IF_ERROR(keep("trades", TradesTable(bars, simulation)));
  RETURN_IF_ERROR(keep("fills", FillsTable(bars, simulation)));
  RETURN_IF_ERROR(keep("equity", EquityTable(bars, simulation)));
  if (const auto* portfolio = execution_->portfolio()) {
    RETURN_IF_ERROR(
        keep("orders", OrdersTable(*portfolio->bars, portfolio->simulation)));
  }
  return artifacts;
}

std::vector<ComponentSpec> BacktestComponentSpecs() {
  using Made = absl::StatusOr<std::unique_ptr<Component>>;
  return {
      {.name = MarketDataComponent::kName,
       .depends_on = {},
       .create = [](const ComponentScope& scope) -> Made {
         ASSIGN_OR_RETURN(auto feeds, scope.services().Get<FeedSource>());
         return std::make_unique<MarketDataComponent>(std::move(feeds));
       }},
      {.name = StrategyComponent::kName,
       .depends_on = {MarketDataComponent::kName},
       .create = [](const ComponentScope& scope) -> Made {
         ASSIGN_OR_RETURN(auto* market_data, scope.Get<MarketDataComponent>(
                                                 MarketDataComponent::kName));
         ASSIGN_OR_RETURN(auto indicators,
                          scope.services().Get<IndicatorSource>());
         return std::make_unique<StrategyComponent>(market_data,
                                                    std::move(indicators));
       }},
      {.name = ExecutionComponent::kName,
       .depends_on = {MarketDataComponent::kName, StrategyComponent::kName},
       .create = [](const ComponentScope& scope) -> Made {
         ASSIGN_OR_RETURN(auto* market_data, scope.Get<MarketDataComponent>(
                                                 MarketDataComponent::kName));
         ASSIGN_OR_RETURN(auto* strategy, scope.Get<StrategyComponent>(
                                              StrategyComponent::kName));
         return std::make_unique<ExecutionComponent>(market_data, strategy);
       }},
      {.name = RecordsComponent::kName,
       .depends_on = {MarketDataComponent::kName, ExecutionComponent::kName},
       .create = [](const ComponentScope& scope) -> Made {
         ASSIGN_OR_RETURN(auto* market_data, scope.Get<MarketDataComponent>(
                                                 MarketDataComponent::kName));
         ASSIGN_OR_RETURN(auto* execution, scope.Get<ExecutionComponent>(
                                               ExecutionComponent::kName));
         ASSIGN_OR_RETURN(auto artifacts,
                          scope.services().Get<ArtifactStore>());
         return std::make_unique<RecordsComponent>(market_data, execution,
                                                   std::move(artifacts));
       }}};
}

}  // namespace admf
