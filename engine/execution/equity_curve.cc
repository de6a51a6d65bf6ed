#include "engine/execution/equity_curve.h"

namespace admf {

std::vector<double> EquityColumn(const BarSeries& bars,
                                 const Simulation& simulation) {
  std::vector<double> column;
  column.reserve(bars.size());
  VisitEquity(bars, simulation,
              [&column](size_t, std::span<const double> equity) {
                column.insert(column.end(), equity.begin(), equity.end());
              });
  return column;
}

}  // namespace admf
