#include "tests/unit/engine/broker/random_portfolio.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "engine/data/timeframe.h"
#include "rapidcheck.h"
#include "tests/unit/engine/broker/test_portfolio.h"

namespace admf {
namespace {

constexpr int64_t kBarLength = 6 * 60 * kTestMinute;

/// What happens in one bar, in thousandths of the price, and the decision.
struct Step {
  int gap, move, up, down, side, volume;
};

int Draw(int low, int high) { return *rc::gen::inRange(low, high + 1); }

bool Flip() { return Draw(0, 1) == 1; }

rc::Gen<Step> Steps() {
  return rc::gen::build<Step>(
      rc::gen::set(&Step::gap, rc::gen::inRange(-100, 101)),
      rc::gen::set(&Step::move, rc::gen::inRange(-80, 81)),
      rc::gen::set(&Step::up, rc::gen::inRange(0, 60)),
      rc::gen::set(&Step::down, rc::gen::inRange(0, 60)),
      // 2 and more are no decision; -2 is no bar.
      rc::gen::set(&Step::side, rc::gen::inRange(-2, 6)),
      rc::gen::set(&Step::volume, rc::gen::inRange(0, 200)));
}

std::optional<double> MaybeFraction(int high) {
  const int thousandths = Draw(-high, high);
  if (thousandths <= 0) return std::nullopt;
  return thousandths / 1000.0;
}

void DrawCosts(SimulationSettings* settings) {
  Commission& commission = settings->commission;
  commission.type = static_cast<Commission::Type>(Draw(0, 4));
  commission.rate = Draw(0, 30) / 1000.0;
  commission.amount = Draw(0, 12) / 4.0;
  if (Flip()) commission.minimum = Draw(0, 20) / 4.0;
  if (Flip()) commission.maximum_rate = Draw(1, 50) / 1000.0;
  commission.tiers = {{0, 0.5}, {20, 0.25}, {100, 0.125}};
  Slippage& slippage = settings->slippage;
  slippage.type = static_cast<Slippage::Type>(Draw(0, 3));
  slippage.rate = Draw(0, 30) / 1000.0;
  slippage.amount = Draw(0, 12) / 4.0;
  slippage.coefficient = Draw(0, 300) / 1000.0;
  slippage.exponent = Draw(1, 8) / 4.0;
  if (Flip()) settings->spread = Draw(0, 30) / 1000.0;
  if (Flip()) settings->borrow_rate = Draw(0, 500) / 1000.0;
}

void DrawOrders(SimulationSettings* settings) {
  settings->fill = static_cast<FillMode>(Draw(0, 1));
  settings->entry.type = static_cast<EntryOrder::Type>(Draw(0, 4));
  settings->entry.offset = Draw(1, 60) / 1000.0;
  settings->entry.limit_offset = Draw(0, 90) / 1000.0;
  settings->entry.time_in_force_bars = std::max(Draw(-5, 5), 0);
  if (Flip()) settings->volume_limit = Draw(1, 100) / 100.0;
  if (Draw(0, 3) == 0) {
    settings->session =
        Session{Draw(0, 23) * 60 * kTestMinute, Draw(0, 23) * 60 * kTestMinute};
  }
  settings->close_eod = Draw(0, 3) == 0;
  settings->stop_loss = MaybeFraction(150);
  settings->take_profit = MaybeFraction(200);
  settings->trailing_stop = MaybeFraction(150);
  if (const int bars = Draw(-10, 10); bars > 0) {
    settings->max_holding_bars = bars;
  }
}

void DrawMoney(SimulationSettings* settings) {
  settings->initial_cash = Draw(1, 20'000);
  Sizing& sizing = settings->sizing;
  sizing.type = static_cast<Sizing::Type>(Draw(0, 5));
  sizing.percent = Draw(1, 100);
  sizing.units = Draw(1, 80) / 4.0;
  sizing.cash = Draw(1, 5'000);
  sizing.target_volatility = Draw(1, 300) / 100.0;
  sizing.period = Draw(2, 5);
  sizing.fraction = Draw(1, 10) / 10.0;
  sizing.min_trades = Draw(1, 3);
  sizing.risk = Draw(1, 100) / 1000.0;
  settings->units = static_cast<Units>(Draw(0, 1));
  settings->direction = static_cast<Direction>(Draw(0, 2));
  settings->close_at_end = Flip();
  settings->max_leverage = Flip() ? 1 : Draw(4, 20) / 4.0;
  settings->initial_margin = MaybeFraction(1000);
  settings->maintenance_margin = MaybeFraction(400);
  settings->max_position = MaybeFraction(1000);
  settings->max_drawdown = MaybeFraction(600);
  settings->daily_loss_limit = MaybeFraction(300);
}

void DrawSymbol(size_t index, RandomPortfolio* run) {
  std::vector<Step> steps = *rc::gen::container<std::vector<Step>>(Steps());
  // All symbols have the first bar.
  steps.insert(steps.begin(), Step{0, 0, 10, 10, 1, 100});
  std::vector<int64_t> times;
  std::vector<TestBar> bars;
  std::vector<Decision> decisions;
  double close = 100;
  for (size_t i = 0; i < steps.size(); ++i) {
    const Step& step = steps[i];
    if (step.side == -2) continue;
    const double open = std::max(close * (1 + step.gap / 1000.0), 0.5);
    close = std::max(open * (1 + step.move / 1000.0), 0.5);
    // A tenth of the bars has no volume.
    const double volume = step.volume < 20 ? 0 : step.volume;
    bars.push_back({open, std::max(open, close) * (1 + step.up / 1000.0),
                    std::min(open, close) * (1 - step.down / 1000.0), close,
                    volume});
    times.push_back(static_cast<int64_t>(i) * kBarLength);
    if (step.side <= 1) {
      decisions.push_back({static_cast<int64_t>(bars.size()) - 1,
                           static_cast<Side>(step.side)});
    }
  }
  run->series.push_back(MakeSeries("S" + std::to_string(index), times, bars,
                                   Timeframe(6, Timeframe::Unit::kHour)));
  run->decisions.push_back(std::move(decisions));
  run->weights.push_back(Draw(1, 8) / 8.0);
  run->multipliers.push_back(Flip() ? 1 : Draw(1, 8) / 2.0);
}

}  // namespace

std::shared_ptr<const AlignedBars> RandomPortfolio::Bars() const {
  return Align(series);
}

std::vector<SymbolPlan> RandomPortfolio::Plans() const {
  std::vector<SymbolPlan> plans;
  for (size_t i = 0; i < series.size(); ++i) {
    plans.push_back({.decisions = decisions[i],
                     .weight = weights[i],
                     .multiplier = multipliers[i]});
  }
  return plans;
}

RandomPortfolio RandomPortfolio::FirstTicks(size_t ticks) const {
  const int64_t last_us = Bars()->time_us()[ticks - 1];
  RandomPortfolio part = *this;
  for (size_t symbol = 0; symbol < series.size(); ++symbol) {
    const BarSeries& whole = *series[symbol];
    std::vector<int64_t> times;
    std::vector<TestBar> bars;
    for (size_t i = 0; i < whole.size() && whole.time_us()[i] <= last_us; ++i) {
      times.push_back(whole.time_us()[i]);
      bars.push_back({whole.open()[i], whole.high()[i], whole.low()[i],
                      whole.close()[i], whole.volume()[i]});
    }
    std::erase_if(part.decisions[symbol], [&](const Decision& decision) {
      return decision.bar >= static_cast<int64_t>(bars.size());
    });
    part.series[symbol] =
        MakeSeries(whole.symbol(), times, bars, whole.timeframe());
  }
  return part;
}

RandomPortfolio DrawPortfolio() {
  RandomPortfolio run;
  const int symbols = Draw(1, 4);
  for (int i = 0; i < symbols; ++i) DrawSymbol(static_cast<size_t>(i), &run);
  DrawCosts(&run.settings);
  DrawOrders(&run.settings);
  DrawMoney(&run.settings);
  return run;
}

}  // namespace admf
