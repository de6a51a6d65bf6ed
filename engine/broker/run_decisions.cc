#include "engine/broker/run_decisions.h"

#include <utility>

#include "engine/base/status_macros.h"
#include "engine/broker/portfolio_simulator.h"
#include "engine/execution/simulator.h"

namespace admf {

size_t DecisionRun::bytes() const {
  size_t bytes = simulation.bytes();
  if (portfolio) {
    bytes += portfolio->bars->bytes() + portfolio->simulation.bytes();
  }
  return bytes;
}

absl::StatusOr<DecisionRun> RunDecisions(
    const std::shared_ptr<const BarSeries>& bars,
    std::span<const Decision> decisions, const SimulationSettings& settings,
    double multiplier, std::stop_token stop) {
  DecisionRun run;
  if (CanSimulate(settings) && multiplier == 1) {
    ASSIGN_OR_RETURN(run.simulation,
                     Simulate(*bars, decisions, settings, std::move(stop)));
    return run;
  }
  ASSIGN_OR_RETURN(auto aligned, AlignedBars::Create({bars}, stop));
  const SymbolPlan plan = {.decisions = decisions, .multiplier = multiplier};
  ASSIGN_OR_RETURN(
      PortfolioSimulation simulation,
      SimulatePortfolio(*aligned, {&plan, 1}, settings, std::move(stop)));
  run.simulation = ToSimulation(simulation);
  run.portfolio = {std::move(aligned), std::move(simulation)};
  return run;
}

}  // namespace admf
