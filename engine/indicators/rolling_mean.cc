#include "engine/indicators/rolling_mean.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "engine/indicators/value_range.h"
#include "engine/indicators/window_grids.h"

namespace admf {
namespace {

/// Values that are taken together: few enough for the first-level cache, with
/// everything that is made of them.
constexpr size_t kPiece = 512;

/// First the values that leave the window, one per value that enters it (but
/// none that enter with the same piece), then those that enter.
using Values = std::array<double, 2 * kPiece>;
using Steps = std::array<int64_t, 2 * kPiece>;

/// Parts of values or of window sums, in steps of their grids.
struct Parts {
  Steps coarse;
  Steps fine;
};

/// Has the processor fetch the next piece, while this one is computed: pieces
/// are too short for it to foresee that.
void Prefetch(std::span<const double> values) {
  constexpr size_t kCacheLine = 64 / sizeof(double);
  const size_t count = std::min(values.size(), kPiece);
  for (size_t i = 0; i < count; i += kCacheLine) __builtin_prefetch(&values[i]);
}

void Split(const Values& values, size_t count, const WindowGrids& grids,
           Parts* parts) {
  for (size_t i = 0; i < count; ++i) {
    parts->coarse[i] = WindowGrids::Steps(values[i], grids.coarse);
    const double rest =
        values[i] - WindowGrids::OnGrid(values[i], grids.coarse);
    parts->fine[i] = WindowGrids::Steps(rest, grids.fine);
  }
}

/// Turns the parts of values into those of the sums of `count` windows, of
/// which the first one comes after `sum`.
void SumWindows(size_t first_entering, size_t count, CompensatedSum::Terms sum,
                const WindowGrids& grids, Parts* parts) {
  const double rest =
      (sum.head - WindowGrids::OnGrid(sum.head, grids.coarse)) + sum.tail;
  int64_t coarse = WindowGrids::Steps(sum.head, grids.coarse);
  int64_t fine = WindowGrids::Steps(rest, grids.fine);
  for (size_t i = 0; i < count; ++i) {
    coarse += parts->coarse[first_entering + i] - parts->coarse[i];
    fine += parts->fine[first_entering + i] - parts->fine[i];
    parts->coarse[i] = coarse;
    parts->fine[i] = fine;
  }
}

/// The sums divided by `period`, correctly rounded. As
/// CompensatedSum::DividedBy, but without its division: the second quotient q
/// is rest / period, and the rest is a whole number of units. So q either lies
/// on the grid of half units, where all ties and all results are, or is at
/// least unit / (2 x period) away from it. The product is far nearer to q than
/// that, and rounded to the grid for quotients it is q itself in the first
/// case, and on the right side of every tie in the second.
void DivideSums(const Parts& sums, size_t count, double period, double inverse,
                const WindowGrids& grids, double* means) {
  for (size_t i = 0; i < count; ++i) {
    const double coarse = WindowGrids::FromSteps(sums.coarse[i], grids.coarse);
    const double fine = WindowGrids::FromSteps(sums.fine[i], grids.fine);
    const double quotient = CompensatedSum::ShortQuotient(coarse, inverse);
    const double rest = (coarse - quotient * period) + fine;
    means[i] = quotient + WindowGrids::OnGrid(rest * inverse, grids.quotient);
  }
}

}  // namespace

void RollingMean::AddAll(std::span<const double> values, double* means) {
  size_t i = 0;
  while (i < values.size() && missing_ > 0) {
    means[i] = Add(values[i]);
    ++i;
  }
  while (i < values.size()) {
    const size_t taken = std::min(values.size() - i, kPiece);
    Prefetch(values.subspan(i + taken));
    AddPiece(values.subspan(i, taken), means + i);
    i += taken;
  }
}

void RollingMean::AddPiece(std::span<const double> values, double* means) {
  const ValueRange range = RangeOf(values, range_);
  const size_t count = values.size();
  const int64_t added = added_ + static_cast<int64_t>(count);
  const std::optional<WindowGrids> grids =
      WindowGrids::For(range, static_cast<int64_t>(window_.size()), added);
  if (!grids) {
    for (size_t i = 0; i < count; ++i) means[i] = Add(values[i]);
    return;
  }

  // What leaves is taken from the window as far as that reaches, and then from
  // the values that have entered.
  Values all;
  const size_t from_window = std::min(window_.size(), count);
  const size_t to_wrap = std::min(window_.size() - next_, from_window);
  const auto oldest = window_.begin() + static_cast<std::ptrdiff_t>(next_);
  const auto wrapped = std::copy_n(oldest, to_wrap, all.begin());
  std::copy_n(window_.begin(), from_window - to_wrap, wrapped);
  std::copy(values.begin(), values.end(), all.begin() + from_window);
  for (const double value : values.last(from_window)) {
    window_[next_] = value;
    if (++next_ == window_.size()) next_ = 0;
  }

  Parts parts;
  Split(all, from_window + count, *grids, &parts);
  SumWindows(from_window, count, sum_.terms(), *grids, &parts);
  DivideSums(parts, count, count_, inverse_, *grids, means);
  sum_ = CompensatedSum::Of(
      WindowGrids::FromSteps(parts.coarse[count - 1], grids->coarse),
      WindowGrids::FromSteps(parts.fine[count - 1], grids->fine));
  range_ = range;
  added_ = added;
}

}  // namespace admf
