#include "engine/strategies/series_input.h"

namespace admf {

std::span<const double> SeriesInput::Read(
    const BarSeries& bars, std::span<const IndicatorOutputs> indicators,
    size_t begin, size_t end) {
  switch (kind_) {
    case Kind::kClose:
      return bars.close().subspan(begin, end - begin);
    case Kind::kLevel:
      own_.assign(end - begin, number_);
      return own_;
    case Kind::kOutput:
      break;
  }
  const auto output = indicators[indicator_][output_];
  if (number_ == 1.0) return output;
  own_.resize(output.size());
  for (size_t i = 0; i < output.size(); ++i) own_[i] = number_ * output[i];
  return own_;
}

}  // namespace admf
