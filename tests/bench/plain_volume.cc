// obv, vpt, accumulation_distribution, cmf, vwap, pivot_points. Days are UTC's.

#include <cstdint>

#include "tests/bench/plain_indicators.h"

namespace admf {
namespace {

constexpr int64_t kDay = 86'400'000'000;

void Obv(const BarSeries& bars, PlainWork& work) {
  const auto close = bars.close(), volume = bars.volume();
  PlainColumns& columns = work.Columns(1, bars);
  double sum = 0;
  columns[0][0] = 0;
  for (size_t i = 1; i < bars.size(); ++i) {
    if (close[i] > close[i - 1]) {
      sum += volume[i];
    } else if (close[i] < close[i - 1]) {
      sum -= volume[i];
    }
    columns[0][i] = sum;
  }
}

void Vpt(const BarSeries& bars, PlainWork& work) {
  const auto close = bars.close(), volume = bars.volume();
  PlainColumns& columns = work.Columns(1, bars);
  double sum = 0;
  columns[0][0] = 0;
  for (size_t i = 1; i < bars.size(); ++i) {
    sum += volume[i] * (close[i] / close[i - 1] - 1);
    columns[0][i] = sum;
  }
}

double Flow(const BarSeries& bars, size_t i) {
  const double high = bars.high()[i], low = bars.low()[i];
  const double close = bars.close()[i];
  return high > low ? (2 * close - low - high) / (high - low) * bars.volume()[i]
                    : 0;
}

void AccumulationDistribution(const BarSeries& bars, PlainWork& work) {
  PlainColumns& columns = work.Columns(1, bars);
  double sum = 0;
  for (size_t i = 0; i < bars.size(); ++i) {
    sum += Flow(bars, i);
    columns[0][i] = sum;
  }
}

void Cmf(const BarSeries& bars, PlainWork& work) {
  const auto volume = bars.volume();
  PlainColumns& columns = work.Columns(1, bars);
  PlainColumns& flows = work.Parts(1, bars);
  double flow = 0, volumes = 0;
  for (size_t i = 0; i < bars.size(); ++i) {
    flows[0][i] = Flow(bars, i);
    flow += flows[0][i];
    volumes += volume[i];
    if (i >= 20) {
      flow -= flows[0][i - 20];
      volumes -= volume[i - 20];
    }
    if (i >= 19) columns[0][i] = flow / volumes;
  }
}

void Vwap(const BarSeries& bars, PlainWork& work) {
  const auto high = bars.high(), low = bars.low(), close = bars.close();
  const auto volume = bars.volume();
  const auto time = bars.time_us();
  PlainColumns& columns = work.Columns(1, bars);
  double values = 0, volumes = 0;
  for (size_t i = 0; i < bars.size(); ++i) {
    if (i > 0 && time[i] / kDay != time[i - 1] / kDay) values = volumes = 0;
    const double price = (high[i] + low[i] + close[i]) / 3;
    values += price * volume[i];
    volumes += volume[i];
    columns[0][i] = volumes > 0 ? values / volumes : price;
  }
}

void PivotPoints(const BarSeries& bars, PlainWork& work) {
  const auto high = bars.high(), low = bars.low();
  const auto time = bars.time_us();
  PlainColumns& columns = work.Columns(7, bars);
  double top = high[0], bottom = low[0];
  double levels[7] = {NAN, NAN, NAN, NAN, NAN, NAN, NAN};
  for (size_t i = 0; i < bars.size(); ++i) {
    if (i > 0 && time[i] / kDay != time[i - 1] / kDay) {
      const double pivot = (top + bottom + bars.close()[i - 1]) / 3;
      levels[0] = pivot;
      levels[1] = 2 * pivot - bottom;
      levels[2] = pivot + top - bottom;
      levels[3] = top + 2 * (pivot - bottom);
      levels[4] = 2 * pivot - top;
      levels[5] = pivot - top + bottom;
      levels[6] = bottom - 2 * (top - pivot);
      top = high[i];
      bottom = low[i];
    }
    top = std::max(top, high[i]);
    bottom = std::min(bottom, low[i]);
    for (size_t k = 0; k < 7; ++k) columns[k][i] = levels[k];
  }
}

}  // namespace

std::vector<PlainIndicator> PlainVolumeIndicators() {
  return {{"accumulation_distribution", AccumulationDistribution},
          {"cmf", Cmf},
          {"obv", Obv},
          {"pivot_points", PivotPoints},
          {"vpt", Vpt},
          {"vwap", Vwap}};
}

}  // namespace admf
