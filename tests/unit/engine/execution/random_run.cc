#include "tests/unit/engine/execution/random_run.h"

#include <algorithm>
#include <optional>

#include "rapidcheck.h"
#include "tests/unit/engine/execution/test_bars.h"

namespace admf {
namespace {

/// What happens in one bar, in thousandths of the price, and the decision.
struct Step {
  int gap, move, up, down, side;
};

int Draw(int low, int high) { return *rc::gen::inRange(low, high + 1); }

rc::Gen<Step> Steps() {
  return rc::gen::build<Step>(
      rc::gen::set(&Step::gap, rc::gen::inRange(-200, 201)),
      rc::gen::set(&Step::move, rc::gen::inRange(-100, 101)),
      rc::gen::set(&Step::up, rc::gen::inRange(0, 60)),
      rc::gen::set(&Step::down, rc::gen::inRange(0, 60)),
      // 2 and more are no decision.
      rc::gen::set(&Step::side, rc::gen::inRange(-1, 6)));
}

std::optional<double> MaybeFraction(int high) {
  const int thousandths = Draw(-high, high);
  if (thousandths <= 0) return std::nullopt;
  return thousandths / 1000.0;
}

Commission DrawCommission() {
  return {static_cast<Commission::Type>(Draw(0, 3)), Draw(0, 50) / 1000.0,
          Draw(0, 40) / 4.0};
}

SimulationSettings DrawSettings() {
  SimulationSettings settings;
  settings.fill = static_cast<FillMode>(Draw(0, 1));
  settings.commission = DrawCommission();
  settings.slippage = {static_cast<Slippage::Type>(Draw(0, 1)),
                       Draw(0, 50) / 1000.0};
  settings.initial_cash = Draw(1, 20'000);
  settings.sizing = {static_cast<Sizing::Type>(Draw(0, 1)),
                     static_cast<double>(Draw(1, 100)), Draw(1, 80) / 4.0};
  settings.units = static_cast<Units>(Draw(0, 1));
  settings.direction = static_cast<Direction>(Draw(0, 2));
  settings.close_at_end = Draw(0, 1) == 1;
  settings.stop_loss = MaybeFraction(150);
  settings.take_profit = MaybeFraction(200);
  settings.trailing_stop = MaybeFraction(150);
  if (const int bars = Draw(-10, 10); bars > 0) {
    settings.max_holding_bars = bars;
  }
  return settings;
}

}  // namespace

RandomRun DrawRun() {
  RandomRun run;
  std::vector<Step> steps = *rc::gen::container<std::vector<Step>>(Steps());
  if (steps.empty()) steps.push_back(Step{0, 0, 0, 0, 1});
  std::vector<Prices> prices;
  double close = 100;
  for (const Step& step : steps) {
    const double open = std::max(close * (1 + step.gap / 1000.0), 0.01);
    close = std::max(open * (1 + step.move / 1000.0), 0.01);
    prices.push_back({open, std::max(open, close) * (1 + step.up / 1000.0),
                      std::min(open, close) * (1 - step.down / 1000.0), close});
    if (step.side <= 1) {
      run.decisions.push_back({static_cast<int64_t>(prices.size()) - 1,
                               static_cast<Side>(step.side)});
    }
  }
  run.bars = MakeBars(prices);
  run.settings = DrawSettings();
  return run;
}

}  // namespace admf
