#include "engine/execution/equity_curve.h"

namespace admf {

std::vector<double> EquityColumn(const BarSeries& bars,
                                 std::span<const AccountState> states,
                                 size_t begin, size_t end) {
  std::vector<double> column;
  column.reserve(end - begin);
  VisitStates(
      states, begin, end,
      [&](const AccountState& state, size_t first, size_t until) {
        for (size_t bar = first; bar < until; ++bar) {
          column.push_back(state.cash + state.units * bars.close()[bar]);
        }
      });
  return column;
}

std::vector<double> EquityColumn(const BarSeries& bars,
                                 const Simulation& simulation) {
  return EquityColumn(bars, simulation.states, 0, bars.size());
}

}  // namespace admf
