// Runs over parts of the bars against a literal account of what they mean.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/broker/run_decisions.h"
#include "engine/execution/equity_curve.h"
#include "engine/execution/simulator.h"
#include "engine/validation/segment_run.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "rapidcheck/gtest.h"
#include "tests/unit/engine/execution/random_run.h"
#include "tests/unit/engine/execution/test_bars.h"
#include "tests/unit/engine/validation/same_simulation.h"

namespace admf {
namespace {

RC_GTEST_PROP(SegmentRunPropertyTest, AllBarsAreAPlainRun, ()) {
  RandomRun run = DrawRun();
  run.settings.close_at_end = true;
  // A multiplier takes it to the broker.
  const double multiplier = *rc::gen::element(1.0, 1.0, 2.5);
  const auto plain = RunDecisions(run.bars, run.decisions, run.settings,
                                  multiplier, std::stop_token());
  RC_ASSERT(plain.ok());
  const BarRange all = {0, static_cast<int64_t>(run.bars->size())};
  const auto segments = RunSegments(run.bars, run.decisions, {&all, 1},
                                    run.settings, multiplier, {});
  RC_ASSERT(segments.ok());
  RC_ASSERT(segments->bars == run.bars);
  RC_ASSERT(Same(segments->simulation, plain->simulation));
}

std::vector<BarRange> DrawRanges(int64_t bars) {
  std::vector<int64_t> edges;
  const int count = *rc::gen::inRange(1, 5);
  for (int i = 0; i < 2 * count; ++i) {
    edges.push_back(*rc::gen::inRange(int64_t{0}, bars + 1));
  }
  std::ranges::sort(edges);
  std::vector<BarRange> ranges;
  for (size_t i = 0; i < edges.size(); i += 2) {
    if (edges[i] < edges[i + 1]) ranges.push_back({edges[i], edges[i + 1]});
  }
  if (ranges.empty()) ranges.push_back({0, bars});
  return ranges;
}

/// Bars of their own with the rows of a range.
std::shared_ptr<const BarSeries> CopyOf(const BarSeries& bars,
                                        const BarRange& range) {
  std::vector<Prices> prices;
  for (int64_t i = range.begin; i < range.end; ++i) {
    const auto row = static_cast<size_t>(i);
    prices.push_back({bars.open()[row], bars.high()[row], bars.low()[row],
                      bars.close()[row]});
  }
  return MakeBars(prices);
}

/// The decisions of a range: the side that they stand on at its first bar, and
/// those after it.
std::vector<Decision> DecisionsIn(const std::vector<Decision>& decisions,
                                  const BarRange& range) {
  std::vector<Decision> result;
  Side standing = Side::kFlat;
  for (const Decision& decision : decisions) {
    if (decision.bar <= range.begin) standing = decision.side;
  }
  if (standing != Side::kFlat) result.push_back({0, standing});
  for (const Decision& decision : decisions) {
    if (decision.bar > range.begin && decision.bar < range.end) {
      result.push_back({decision.bar - range.begin, decision.side});
    }
  }
  return result;
}

RC_GTEST_PROP(SegmentRunPropertyTest, RangesAreRunsOfTheirOwn, ()) {
  const RandomRun run = DrawRun();
  const auto ranges = DrawRanges(static_cast<int64_t>(run.bars->size()));
  const auto segments =
      RunSegments(run.bars, run.decisions, ranges, run.settings, 1, {});
  RC_ASSERT(segments.ok());

  SimulationSettings settings = run.settings;
  settings.close_at_end = true;
  std::vector<double> equity, closes;
  size_t fills = 0;
  for (const BarRange& range : ranges) {
    const auto bars = CopyOf(*run.bars, range);
    closes.insert(closes.end(), bars->close().begin(), bars->close().end());
    if (settings.initial_cash <= 0) {
      equity.resize(closes.size(), equity.back());
      continue;
    }
    const auto part =
        Simulate(*bars, DecisionsIn(run.decisions, range), settings, {});
    RC_ASSERT(part.ok());
    const auto column = EquityColumn(*bars, *part);
    equity.insert(equity.end(), column.begin(), column.end());
    settings.initial_cash = column.back();
    fills += part->fills.size();
  }
  RC_ASSERT(std::ranges::equal(segments->bars->close(), closes));
  RC_ASSERT(EquityColumn(*segments->bars, segments->simulation) == equity);
  RC_ASSERT(segments->simulation.fills.size() == fills);
}

RC_GTEST_PROP(SegmentRunPropertyTest, TheAccountIsThatOfTheFills, ()) {
  const RandomRun run = DrawRun();
  const auto ranges = DrawRanges(static_cast<int64_t>(run.bars->size()));
  const auto segments =
      RunSegments(run.bars, run.decisions, ranges, run.settings, 1, {});
  RC_ASSERT(segments.ok());
  const Simulation& simulation = segments->simulation;
  double cash = run.settings.initial_cash;
  double units = 0;
  size_t fill = 0;
  RC_ASSERT(simulation.states.front().bar == 0);
  int64_t previous = -1;
  for (const AccountState& state : simulation.states) {
    RC_ASSERT(state.bar > previous);
    previous = state.bar;
    for (; fill < simulation.fills.size() &&
           simulation.fills[fill].bar <= state.bar;
         ++fill) {
      const Fill& next = simulation.fills[fill];
      RC_ASSERT(next.decided_bar <= next.bar);
      cash = cash - (next.units * next.price + next.commission);
      units += next.units;
    }
    RC_ASSERT(state.cash == cash);
    RC_ASSERT(state.units == units);
  }
  RC_ASSERT(fill == simulation.fills.size());
  for (const Fill& each : simulation.fills) {
    RC_ASSERT(each.bar < static_cast<int64_t>(segments->bars->size()));
  }
}

}  // namespace
}  // namespace admf
