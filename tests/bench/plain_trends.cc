// adx, aroon, vortex, parabolic_sar, supertrend, ichimoku.

#include <functional>

#include "tests/bench/plain_indicators.h"

namespace admf {
namespace {

void Adx(const BarSeries& bars, PlainWork& work) {
  const auto high = bars.high(), low = bars.low();
  PlainColumns& columns = work.Columns(3, bars);
  PlainColumns& parts = work.Parts(1, bars);
  PlainTrueRange(bars, &parts[0][0]);
  double range = 0, plus = 0, minus = 0, adx = 0;
  for (size_t i = 1; i < bars.size(); ++i) {
    const double rise = high[i] - high[i - 1], fall = low[i - 1] - low[i];
    const double up = rise > fall && rise > 0 ? rise : 0;
    const double down = fall > rise && fall > 0 ? fall : 0;
    if (i <= 14) {
      range += parts[0][i];
      plus += up;
      minus += down;
      if (i < 14) continue;
    } else {
      range += parts[0][i] - range / 14;
      plus += up - plus / 14;
      minus += down - minus / 14;
    }
    const double dx = 100 * std::abs(plus - minus) / (plus + minus);
    adx = i < 28 ? adx + dx / 14 : (adx * 13 + dx) / 14;
    if (i < 27) continue;
    columns[0][i] = adx;
    columns[1][i] = 100 * plus / range;
    columns[2][i] = 100 * minus / range;
  }
}

template <typename Beats>
void Age(const double* values, size_t size, Beats beats, double* out) {
  size_t best = 0;
  for (size_t i = 0; i < size; ++i) {
    if (i > best + 25) {
      best = i - 25;
      for (size_t j = best + 1; j <= i; ++j) {
        if (!beats(values[best], values[j])) best = j;
      }
    } else if (!beats(values[best], values[i])) {
      best = i;
    }
    if (i >= 25) out[i] = 100.0 * static_cast<double>(25 - (i - best)) / 25;
  }
}

void Aroon(const BarSeries& bars, PlainWork& work) {
  PlainColumns& columns = work.Columns(3, bars);
  Age(bars.high().data(), bars.size(), std::greater<>(), &columns[0][0]);
  Age(bars.low().data(), bars.size(), std::less<>(), &columns[1][0]);
  for (size_t i = 25; i < bars.size(); ++i) {
    columns[2][i] = columns[0][i] - columns[1][i];
  }
}

void Vortex(const BarSeries& bars, PlainWork& work) {
  const auto high = bars.high(), low = bars.low();
  PlainColumns& columns = work.Columns(2, bars);
  PlainColumns& parts = work.Parts(1, bars);
  PlainTrueRange(bars, &parts[0][0]);
  double range = 0, plus = 0, minus = 0;
  for (size_t i = 1; i < bars.size(); ++i) {
    range += parts[0][i];
    plus += std::abs(high[i] - low[i - 1]);
    minus += std::abs(low[i] - high[i - 1]);
    if (i > 14) {
      range -= parts[0][i - 14];
      plus -= std::abs(high[i - 14] - low[i - 15]);
      minus -= std::abs(low[i - 14] - high[i - 15]);
    }
    if (i < 14) continue;
    columns[0][i] = plus / range;
    columns[1][i] = minus / range;
  }
}

void ParabolicSar(const BarSeries& bars, PlainWork& work) {
  const auto high = bars.high(), low = bars.low();
  PlainColumns& columns = work.Columns(2, bars);
  const double fall = low[0] - low[1];
  bool is_long = !(fall > 0 && fall > high[1] - high[0]);
  double stop = is_long ? low[0] : high[0];
  double extreme = is_long ? high[1] : low[1];
  double acceleration = 0.02;
  for (size_t i = 1; i < bars.size(); ++i) {
    if (is_long ? low[i] < stop : high[i] > stop) {
      is_long = !is_long;
      stop = is_long ? std::min({extreme, low[i - 1], low[i]})
                     : std::max({extreme, high[i - 1], high[i]});
      extreme = is_long ? high[i] : low[i];
      acceleration = 0.02;
    }
    columns[0][i] = stop;
    columns[1][i] = is_long ? 1 : -1;
    if (is_long ? high[i] > extreme : low[i] < extreme) {
      extreme = is_long ? high[i] : low[i];
      acceleration = std::min(acceleration + 0.02, 0.2);
    }
    stop += acceleration * (extreme - stop);
    stop = is_long ? std::min({stop, low[i - 1], low[i]})
                   : std::max({stop, high[i - 1], high[i]});
  }
}

void Supertrend(const BarSeries& bars, PlainWork& work) {
  const auto high = bars.high(), low = bars.low(), close = bars.close();
  PlainColumns& columns = work.Columns(2, bars);
  PlainColumns& parts = work.Parts(2, bars);
  PlainTrueRange(bars, &parts[0][0]);
  PlainExponential(&parts[0][0], 0, bars.size(), 10, 0.1, &parts[1][0]);
  double upper = INFINITY, lower = 0;
  bool up = close[9] >= (high[9] + low[9]) / 2;
  for (size_t i = 9; i < bars.size(); ++i) {
    const double middle = (high[i] + low[i]) / 2;
    const double top = middle + 3 * parts[1][i];
    const double bottom = middle - 3 * parts[1][i];
    if (top < upper || close[i - 1] > upper) upper = top;
    if (bottom > lower || close[i - 1] < lower) lower = bottom;
    if (up ? close[i] < lower : close[i] > upper) up = !up;
    columns[0][i] = up ? lower : upper;
    columns[1][i] = up ? 1 : -1;
  }
}

void Middle(const BarSeries& bars, size_t period, double* highest,
            double* lowest, double* out) {
  const size_t size = bars.size();
  PlainExtreme(bars.high().data(), 0, size, period, std::greater<>(), highest);
  PlainExtreme(bars.low().data(), 0, size, period, std::less<>(), lowest);
  for (size_t i = period - 1; i < size; ++i) {
    out[i] = (highest[i] + lowest[i]) / 2;
  }
}

void Ichimoku(const BarSeries& bars, PlainWork& work) {
  PlainColumns& columns = work.Columns(4, bars);
  PlainColumns& parts = work.Parts(3, bars);
  Middle(bars, 9, &parts[1][0], &parts[2][0], &columns[0][0]);
  Middle(bars, 26, &parts[1][0], &parts[2][0], &columns[1][0]);
  Middle(bars, 52, &parts[1][0], &parts[2][0], &parts[0][0]);
  for (size_t i = 77; i < bars.size(); ++i) {
    columns[2][i] = (columns[0][i - 26] + columns[1][i - 26]) / 2;
    columns[3][i] = parts[0][i - 26];
  }
}

}  // namespace

std::vector<PlainIndicator> PlainTrends() {
  return {{"adx", Adx},
          {"aroon", Aroon},
          {"ichimoku", Ichimoku},
          {"parabolic_sar", ParabolicSar},
          {"supertrend", Supertrend},
          {"vortex", Vortex}};
}

}  // namespace admf
