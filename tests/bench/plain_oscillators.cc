// rsi, stochastic, stochastic_rsi, williams_r, cci, mfi, roc, momentum,
// ultimate_oscillator.

#include <functional>

#include "tests/bench/plain_indicators.h"

namespace admf {
namespace {

void Strength(const BarSeries& bars, double* out) {
  const auto close = bars.close();
  double gain = 0, loss = 0;
  for (size_t i = 1; i < bars.size(); ++i) {
    const double change = close[i] - close[i - 1];
    const double rise = change > 0 ? change : 0;
    const double fall = change < 0 ? -change : 0;
    if (i <= 14) {
      gain += rise / 14;
      loss += fall / 14;
    } else {
      gain = (gain * 13 + rise) / 14;
      loss = (loss * 13 + fall) / 14;
    }
    if (i >= 14) {
      out[i] = gain + loss > 0 ? 100 * gain / (gain + loss) : 50;
    }
  }
}

void Rsi(const BarSeries& bars, PlainWork& work) {
  PlainColumns& columns = work.Columns(1, bars);
  Strength(bars, &columns[0][0]);
}

/// Where `value` stands in the last 14 ranges.
void Position(const double* high, const double* low, const double* value,
              size_t begin, size_t size, double* highest, double* lowest,
              double* out) {
  PlainExtreme(high, begin, size, 14, std::greater<>(), highest);
  PlainExtreme(low, begin, size, 14, std::less<>(), lowest);
  for (size_t i = begin + 13; i < size; ++i) {
    const double range = highest[i] - lowest[i];
    out[i] = range > 0 ? 100 * (value[i] - lowest[i]) / range : 50;
  }
}

void Stochastic(const BarSeries& bars, PlainWork& work) {
  const size_t size = bars.size();
  PlainColumns& columns = work.Columns(2, bars);
  PlainColumns& parts = work.Parts(3, bars);
  Position(bars.high().data(), bars.low().data(), bars.close().data(), 0, size,
           &parts[1][0], &parts[2][0], &parts[0][0]);
  PlainMean(&parts[0][0], 13, size, 3, &columns[0][0]);
  PlainMean(&columns[0][0], 15, size, 3, &columns[1][0]);
}

void StochasticRsi(const BarSeries& bars, PlainWork& work) {
  const size_t size = bars.size();
  PlainColumns& columns = work.Columns(2, bars);
  PlainColumns& parts = work.Parts(4, bars);
  Strength(bars, &parts[0][0]);
  Position(&parts[0][0], &parts[0][0], &parts[0][0], 14, size, &parts[2][0],
           &parts[3][0], &parts[1][0]);
  PlainMean(&parts[1][0], 27, size, 3, &columns[0][0]);
  PlainMean(&columns[0][0], 29, size, 3, &columns[1][0]);
}

void WilliamsR(const BarSeries& bars, PlainWork& work) {
  PlainColumns& columns = work.Columns(1, bars);
  PlainColumns& parts = work.Parts(2, bars);
  Position(bars.high().data(), bars.low().data(), bars.close().data(), 0,
           bars.size(), &parts[0][0], &parts[1][0], &columns[0][0]);
  for (double& value : columns[0]) value -= 100;
}

void Cci(const BarSeries& bars, PlainWork& work) {
  const auto high = bars.high(), low = bars.low(), close = bars.close();
  PlainColumns& columns = work.Columns(1, bars);
  PlainColumns& parts = work.Parts(2, bars);
  for (size_t i = 0; i < bars.size(); ++i) {
    parts[0][i] = (high[i] + low[i] + close[i]) / 3;
  }
  PlainMean(&parts[0][0], 0, bars.size(), 20, &parts[1][0]);
  for (size_t i = 19; i < bars.size(); ++i) {
    double distance = 0;
    for (size_t j = i - 19; j <= i; ++j) {
      distance += std::abs(parts[0][j] - parts[1][i]);
    }
    columns[0][i] = (parts[0][i] - parts[1][i]) / (0.015 * distance / 20);
  }
}

void Mfi(const BarSeries& bars, PlainWork& work) {
  const auto high = bars.high(), low = bars.low(), close = bars.close();
  const auto volume = bars.volume();
  PlainColumns& columns = work.Columns(1, bars);
  PlainColumns& flows = work.Parts(2, bars);
  double rising = 0, falling = 0;
  double before = (high[0] + low[0] + close[0]) / 3;
  for (size_t i = 1; i < bars.size(); ++i) {
    const double price = (high[i] + low[i] + close[i]) / 3;
    flows[0][i] = price > before ? price * volume[i] : 0;
    flows[1][i] = price < before ? price * volume[i] : 0;
    before = price;
    rising += flows[0][i];
    falling += flows[1][i];
    if (i > 14) {
      rising -= flows[0][i - 14];
      falling -= flows[1][i - 14];
    }
    if (i >= 14) columns[0][i] = 100 * rising / (rising + falling);
  }
}

void Roc(const BarSeries& bars, PlainWork& work) {
  const auto close = bars.close();
  PlainColumns& columns = work.Columns(1, bars);
  for (size_t i = 10; i < bars.size(); ++i) {
    columns[0][i] = 100 * (close[i] / close[i - 10] - 1);
  }
}

void Momentum(const BarSeries& bars, PlainWork& work) {
  const auto close = bars.close();
  PlainColumns& columns = work.Columns(1, bars);
  for (size_t i = 10; i < bars.size(); ++i) {
    columns[0][i] = close[i] - close[i - 10];
  }
}

void UltimateOscillator(const BarSeries& bars, PlainWork& work) {
  const auto low = bars.low(), close = bars.close();
  PlainColumns& columns = work.Columns(1, bars);
  PlainColumns& parts = work.Parts(2, bars);
  auto& pressure = parts[0];
  auto& range = parts[1];
  PlainTrueRange(bars, &range[0]);
  double pressures[3] = {}, ranges[3] = {};
  for (size_t i = 1; i < bars.size(); ++i) {
    pressure[i] = close[i] - std::min(low[i], close[i - 1]);
    size_t period = 7;
    for (size_t k = 0; k < 3; ++k, period *= 2) {
      pressures[k] += pressure[i];
      ranges[k] += range[i];
      if (i <= period) continue;
      pressures[k] -= pressure[i - period];
      ranges[k] -= range[i - period];
    }
    if (i < 28) continue;
    columns[0][i] = 100 *
                    (4 * pressures[0] / ranges[0] +
                     2 * pressures[1] / ranges[1] + pressures[2] / ranges[2]) /
                    7;
  }
}

}  // namespace

std::vector<PlainIndicator> PlainOscillators() {
  return {{"cci", Cci},
          {"mfi", Mfi},
          {"momentum", Momentum},
          {"roc", Roc},
          {"rsi", Rsi},
          {"stochastic", Stochastic},
          {"stochastic_rsi", StochasticRsi},
          {"ultimate_oscillator", UltimateOscillator},
          {"williams_r", WilliamsR}};
}

}  // namespace admf
