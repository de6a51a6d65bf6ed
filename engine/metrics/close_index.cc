#include "engine/metrics/close_index.h"

#include <algorithm>
#include <utility>

#include "engine/metrics/periods_per_year.h"

namespace admf {

CloseIndex::CloseIndex(std::shared_ptr<const BarSeries> bars)
    : bars_(std::move(bars)), last_bars_of_days_(LastBarsOfDays(*bars_)) {
  const std::span<const double> close = bars_->close();
  for (size_t begin = 0; begin < close.size(); begin += kBlock) {
    ranges_.push_back(
        RangeOf(close.subspan(begin, std::min(kBlock, close.size() - begin))));
  }
}

}  // namespace admf
