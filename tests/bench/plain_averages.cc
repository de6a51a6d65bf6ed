// sma, ema, wma, dema, tema, hma, vwma, linear_regression, macd, bollinger,
// keltner, donchian, atr, volatility.

#include <functional>

#include "tests/bench/plain_indicators.h"

namespace admf {
namespace {

void Sma(const BarSeries& bars, PlainWork& work) {
  PlainColumns& columns = work.Columns(1, bars);
  PlainMean(bars.close().data(), 0, bars.size(), 20, columns[0].data());
}

void Ema(const BarSeries& bars, PlainWork& work) {
  PlainColumns& columns = work.Columns(1, bars);
  PlainExponential(bars.close().data(), 0, bars.size(), 20, 2.0 / 21,
                   columns[0].data());
}

void Weighted(const double* values, size_t begin, size_t size, size_t period,
              double* out) {
  const double n = static_cast<double>(period);
  double sum = 0, weighted = 0;
  for (size_t i = begin; i < size; ++i) {
    if (i < begin + period) {
      weighted += static_cast<double>(i - begin + 1) * values[i];
      sum += values[i];
    } else {
      weighted += n * values[i] - sum;
      sum += values[i] - values[i - period];
    }
    if (i + 1 >= begin + period) out[i] = weighted / (n * (n + 1) / 2);
  }
}

void Wma(const BarSeries& bars, PlainWork& work) {
  PlainColumns& columns = work.Columns(1, bars);
  Weighted(bars.close().data(), 0, bars.size(), 20, columns[0].data());
}

void Dema(const BarSeries& bars, PlainWork& work) {
  const size_t size = bars.size();
  PlainColumns& columns = work.Columns(1, bars);
  PlainColumns& parts = work.Parts(2, bars);
  PlainExponential(bars.close().data(), 0, size, 20, 2.0 / 21, &parts[0][0]);
  PlainExponential(&parts[0][0], 19, size, 20, 2.0 / 21, &parts[1][0]);
  for (size_t i = 38; i < size; ++i) {
    columns[0][i] = 2 * parts[0][i] - parts[1][i];
  }
}

void Tema(const BarSeries& bars, PlainWork& work) {
  const size_t size = bars.size();
  PlainColumns& columns = work.Columns(1, bars);
  PlainColumns& parts = work.Parts(3, bars);
  PlainExponential(bars.close().data(), 0, size, 20, 2.0 / 21, &parts[0][0]);
  PlainExponential(&parts[0][0], 19, size, 20, 2.0 / 21, &parts[1][0]);
  PlainExponential(&parts[1][0], 38, size, 20, 2.0 / 21, &parts[2][0]);
  for (size_t i = 57; i < size; ++i) {
    columns[0][i] = 3 * parts[0][i] - 3 * parts[1][i] + parts[2][i];
  }
}

void Hma(const BarSeries& bars, PlainWork& work) {
  const size_t size = bars.size();
  PlainColumns& columns = work.Columns(1, bars);
  PlainColumns& parts = work.Parts(2, bars);
  Weighted(bars.close().data(), 0, size, 10, &parts[0][0]);
  Weighted(bars.close().data(), 0, size, 20, &parts[1][0]);
  for (size_t i = 19; i < size; ++i) {
    parts[0][i] = 2 * parts[0][i] - parts[1][i];
  }
  Weighted(&parts[0][0], 19, size, 4, &columns[0][0]);
}

void Vwma(const BarSeries& bars, PlainWork& work) {
  const auto close = bars.close(), volume = bars.volume();
  PlainColumns& columns = work.Columns(1, bars);
  double values = 0, volumes = 0;
  for (size_t i = 0; i < bars.size(); ++i) {
    values += close[i] * volume[i];
    volumes += volume[i];
    if (i >= 20) {
      values -= close[i - 20] * volume[i - 20];
      volumes -= volume[i - 20];
    }
    if (i >= 19) columns[0][i] = volumes > 0 ? values / volumes : close[i];
  }
}

void LinearRegression(const BarSeries& bars, PlainWork& work) {
  constexpr double kPeriod = 14;
  const auto close = bars.close();
  PlainColumns& columns = work.Columns(3, bars);
  double sum = 0, weighted = 0;
  for (size_t i = 0; i < bars.size(); ++i) {
    if (i < 14) {
      weighted += static_cast<double>(i) * close[i];
      sum += close[i];
    } else {
      weighted += kPeriod * close[i] - sum;
      weighted += close[i - 14] - close[i];
      sum += close[i] - close[i - 14];
    }
    if (i < 13) continue;
    const double slope = (weighted - (kPeriod - 1) / 2 * sum) * 12 /
                         (kPeriod * (kPeriod * kPeriod - 1));
    const double intercept = sum / kPeriod - slope * (kPeriod - 1) / 2;
    columns[0][i] = intercept + slope * (kPeriod - 1);
    columns[1][i] = slope;
    columns[2][i] = intercept;
  }
}

void Macd(const BarSeries& bars, PlainWork& work) {
  const size_t size = bars.size();
  PlainColumns& columns = work.Columns(3, bars);
  PlainColumns& parts = work.Parts(2, bars);
  PlainExponential(bars.close().data(), 0, size, 12, 2.0 / 13, &parts[0][0]);
  PlainExponential(bars.close().data(), 0, size, 26, 2.0 / 27, &parts[1][0]);
  for (size_t i = 25; i < size; ++i) {
    columns[0][i] = parts[0][i] - parts[1][i];
  }
  PlainExponential(&columns[0][0], 25, size, 9, 2.0 / 10, &columns[1][0]);
  for (size_t i = 33; i < size; ++i) {
    columns[2][i] = columns[0][i] - columns[1][i];
  }
}

/// Population variance of the last `period` values by running sums.
void Variance(const double* values, size_t begin, size_t size, size_t period,
              double* mean, double* variance) {
  const double n = static_cast<double>(period);
  double sum = 0, squares = 0;
  for (size_t i = begin; i < size; ++i) {
    sum += values[i];
    squares += values[i] * values[i];
    if (i >= begin + period) {
      sum -= values[i - period];
      squares -= values[i - period] * values[i - period];
    }
    if (i + 1 < begin + period) continue;
    mean[i] = sum / n;
    variance[i] = std::max(squares / n - mean[i] * mean[i], 0.0);
  }
}

void Bollinger(const BarSeries& bars, PlainWork& work) {
  PlainColumns& columns = work.Columns(3, bars);
  Variance(bars.close().data(), 0, bars.size(), 20, &columns[1][0],
           &columns[0][0]);
  for (size_t i = 19; i < bars.size(); ++i) {
    const double width = 2 * std::sqrt(columns[0][i]);
    columns[0][i] = columns[1][i] + width;
    columns[2][i] = columns[1][i] - width;
  }
}

void Volatility(const BarSeries& bars, PlainWork& work) {
  const auto close = bars.close();
  PlainColumns& columns = work.Columns(1, bars);
  PlainColumns& parts = work.Parts(2, bars);
  for (size_t i = 1; i < bars.size(); ++i) {
    parts[0][i] = std::log(close[i] / close[i - 1]);
  }
  Variance(&parts[0][0], 1, bars.size(), 20, &parts[1][0], &columns[0][0]);
  const double scale = std::sqrt(20.0 / 19 * 252);
  for (size_t i = 20; i < bars.size(); ++i) {
    columns[0][i] = scale * std::sqrt(columns[0][i]);
  }
}

void Atr(const BarSeries& bars, PlainWork& work) {
  PlainColumns& columns = work.Columns(1, bars);
  PlainColumns& parts = work.Parts(1, bars);
  PlainTrueRange(bars, &parts[0][0]);
  PlainExponential(&parts[0][0], 0, bars.size(), 14, 1.0 / 14, &columns[0][0]);
}

void Keltner(const BarSeries& bars, PlainWork& work) {
  const size_t size = bars.size();
  PlainColumns& columns = work.Columns(3, bars);
  PlainColumns& parts = work.Parts(2, bars);
  PlainExponential(bars.close().data(), 0, size, 20, 2.0 / 21, &columns[1][0]);
  PlainTrueRange(bars, &parts[0][0]);
  PlainExponential(&parts[0][0], 0, size, 10, 1.0 / 10, &parts[1][0]);
  for (size_t i = 19; i < size; ++i) {
    columns[0][i] = columns[1][i] + 2 * parts[1][i];
    columns[2][i] = columns[1][i] - 2 * parts[1][i];
  }
}

void Donchian(const BarSeries& bars, PlainWork& work) {
  const size_t size = bars.size();
  PlainColumns& columns = work.Columns(3, bars);
  PlainExtreme(bars.high().data(), 0, size, 20, std::greater<>(),
               &columns[0][0]);
  PlainExtreme(bars.low().data(), 0, size, 20, std::less<>(), &columns[2][0]);
  for (size_t i = 19; i < size; ++i) {
    columns[1][i] = (columns[0][i] + columns[2][i]) / 2;
  }
}

}  // namespace

std::vector<PlainIndicator> PlainAverages() {
  return {{"atr", Atr},         {"bollinger", Bollinger},
          {"dema", Dema},       {"donchian", Donchian},
          {"ema", Ema},         {"hma", Hma},
          {"keltner", Keltner}, {"linear_regression", LinearRegression},
          {"macd", Macd},       {"sma", Sma},
          {"tema", Tema},       {"volatility", Volatility},
          {"vwma", Vwma},       {"wma", Wma}};
}

}  // namespace admf
