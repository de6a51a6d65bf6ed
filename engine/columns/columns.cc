#include "engine/columns/columns.h"

#include <algorithm>

#include "engine/columns/lanes.h"

// Highway compiles what is between its two namespaces once for each kind of
// vectors, by including this file again.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/columns/columns.cc"
#include "hwy/foreach_target.h"  // Before highway.h.
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace admf::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Tag = hn::CappedTag<double, kLanes>;
using Vector = hn::Vec<Tag>;
/// Numbers in a vector, and vectors that make up the lanes.
constexpr size_t kWidth = hn::MaxLanes(Tag());
constexpr size_t kVectors = kLanes / kWidth;

/// All lanes.
struct Vectors {
  Vector parts[kVectors];
};

HWY_INLINE Vectors AllOf(double value) {
  Vectors all;
  for (Vector& part : all.parts) part = hn::Set(Tag(), value);
  return all;
}

HWY_INLINE Lanes ToLanes(const Vectors& vectors) {
  Lanes lanes;
  for (size_t k = 0; k < kVectors; ++k) {
    hn::StoreU(vectors.parts[k], Tag(), &lanes[k * kWidth]);
  }
  return lanes;
}

HWY_INLINE size_t Whole(size_t count) { return count - count % kLanes; }

// As std::min and std::max, to the sign of zeros.
HWY_INLINE Vector Lower(Vector value, Vector low) {
  return hn::IfThenElse(hn::Lt(value, low), value, low);
}
HWY_INLINE Vector Higher(Vector value, Vector high) {
  return hn::IfThenElse(hn::Gt(value, high), value, high);
}

/// The lowest and the highest lane.
struct LaneRange {
  double lowest;
  double highest;
};
HWY_INLINE LaneRange RangeOfLanes(const Vectors& low, const Vectors& high) {
  const Lanes lows = ToLanes(low);
  const Lanes highs = ToLanes(high);
  return {.lowest = *std::min_element(lows.begin(), lows.end()),
          .highest = *std::max_element(highs.begin(), highs.end())};
}

double Sum(const double* values, size_t count) {
  Vectors sums = AllOf(0);
  size_t i = 0;
  for (; i < Whole(count); i += kLanes) {
    for (size_t k = 0; k < kVectors; ++k) {
      sums.parts[k] =
          hn::Add(sums.parts[k], hn::LoadU(Tag(), values + i + k * kWidth));
    }
  }
  Lanes lanes = ToLanes(sums);
  for (size_t lane = 0; i < count; ++i, ++lane) lanes[lane] += values[i];
  return SumOfLanes(lanes);
}

PowerSums SumPowers(const double* values, size_t count) {
  Vectors sums = AllOf(0);
  Vectors squares = AllOf(0);
  size_t i = 0;
  for (; i < Whole(count); i += kLanes) {
    for (size_t k = 0; k < kVectors; ++k) {
      const Vector value = hn::LoadU(Tag(), values + i + k * kWidth);
      sums.parts[k] = hn::Add(sums.parts[k], value);
      squares.parts[k] = hn::Add(squares.parts[k], hn::Mul(value, value));
    }
  }
  Lanes sum_lanes = ToLanes(sums);
  Lanes square_lanes = ToLanes(squares);
  for (size_t lane = 0; i < count; ++i, ++lane) {
    sum_lanes[lane] += values[i];
    square_lanes[lane] += values[i] * values[i];
  }
  return {.sum = SumOfLanes(sum_lanes), .squares = SumOfLanes(square_lanes)};
}

ColumnSummary Summarise(const double* values, size_t count) {
  Vectors sums = AllOf(0);
  Vectors low = AllOf(values[0]);
  Vectors high = low;
  size_t i = 0;
  for (; i < Whole(count); i += kLanes) {
    for (size_t k = 0; k < kVectors; ++k) {
      const Vector value = hn::LoadU(Tag(), values + i + k * kWidth);
      sums.parts[k] = hn::Add(sums.parts[k], value);
      low.parts[k] = Lower(value, low.parts[k]);
      high.parts[k] = Higher(value, high.parts[k]);
    }
  }
  Lanes lanes = ToLanes(sums);
  auto [lowest, highest] = RangeOfLanes(low, high);
  for (size_t lane = 0; i < count; ++i, ++lane) {
    lanes[lane] += values[i];
    lowest = std::min(lowest, values[i]);
    highest = std::max(highest, values[i]);
  }
  return {.sum = SumOfLanes(lanes), .lowest = lowest, .highest = highest};
}

Deviations Deviate(const double* values, size_t count, double mean) {
  const Vector means = hn::Set(Tag(), mean);
  const Vector zeros = hn::Zero(Tag());
  Vectors squares = AllOf(0);
  Vectors losses = AllOf(0);
  Vectors low = AllOf(values[0]);
  Vectors high = low;
  size_t i = 0;
  for (; i < Whole(count); i += kLanes) {
    for (size_t k = 0; k < kVectors; ++k) {
      const Vector value = hn::LoadU(Tag(), values + i + k * kWidth);
      const Vector distance = hn::Sub(value, means);
      const Vector loss = Lower(value, zeros);
      squares.parts[k] = hn::Add(squares.parts[k], hn::Mul(distance, distance));
      losses.parts[k] = hn::Add(losses.parts[k], hn::Mul(loss, loss));
      low.parts[k] = Lower(value, low.parts[k]);
      high.parts[k] = Higher(value, high.parts[k]);
    }
  }
  Lanes square_lanes = ToLanes(squares);
  Lanes loss_lanes = ToLanes(losses);
  auto [lowest, highest] = RangeOfLanes(low, high);
  for (size_t lane = 0; i < count; ++i, ++lane) {
    const double distance = values[i] - mean;
    const double loss = std::min(values[i], 0.0);
    square_lanes[lane] += distance * distance;
    loss_lanes[lane] += loss * loss;
    lowest = std::min(lowest, values[i]);
    highest = std::max(highest, values[i]);
  }
  return {.squares = SumOfLanes(square_lanes),
          .loss_squares = SumOfLanes(loss_lanes),
          .lowest = lowest,
          .highest = highest};
}

double Returns(double previous, const double* samples, size_t count,
               double* out) {
  out[0] = samples[0] / previous - 1;
  double lowest = samples[0];
  const Vector ones = hn::Set(Tag(), 1);
  Vector low = hn::Set(Tag(), lowest);
  size_t i = 1;
  for (; i + kWidth <= count; i += kWidth) {
    const Vector sample = hn::LoadU(Tag(), samples + i);
    const Vector before = hn::LoadU(Tag(), samples + i - 1);
    hn::StoreU(hn::Sub(hn::Div(sample, before), ones), Tag(), out + i);
    low = Lower(sample, low);
  }
  Lanes lows;
  lows.fill(lowest);
  hn::StoreU(low, Tag(), lows.data());
  lowest = *std::min_element(lows.begin(), lows.end());
  for (; i < count; ++i) {
    out[i] = samples[i] / samples[i - 1] - 1;
    lowest = std::min(lowest, samples[i]);
  }
  return lowest;
}

/// Where masks hold: a bit for each lane, from bit `at` on.
class Bits {
 public:
  template <typename Mask>
  HWY_INLINE void Set(Mask mask, size_t at) {
    uint8_t* const byte = bytes_ + at / 8;
    if constexpr (kWidth == 8) {
      hn::StoreMaskBits(Tag(), mask, byte);
    } else {
      // Less than a byte.
      uint8_t bits[8];
      hn::StoreMaskBits(Tag(), mask, bits);
      *byte = static_cast<uint8_t>(*byte | bits[0] << at % 8);
    }
  }

  uint64_t Take() const {
    uint64_t bits = 0;
    for (size_t i = 0; i < 8; ++i) {
      bits |= static_cast<uint64_t>(bytes_[i]) << (8 * i);
    }
    return bits;
  }

 private:
  uint8_t bytes_[8] = {};
};

SignBits Signs(const double* minuends, const double* subtrahends,
               size_t count) {
  const Vector zeros = hn::Zero(Tag());
  Bits positive;
  Bits negative;
  size_t i = 0;
  for (; i + kWidth <= count; i += kWidth) {
    const Vector difference = hn::Sub(hn::LoadU(Tag(), minuends + i),
                                      hn::LoadU(Tag(), subtrahends + i));
    positive.Set(hn::Gt(difference, zeros), i);
    negative.Set(hn::Lt(difference, zeros), i);
  }
  SignBits signs = {.positive = positive.Take(), .negative = negative.Take()};
  for (; i < count; ++i) {
    const double difference = minuends[i] - subtrahends[i];
    signs.positive |= static_cast<uint64_t>(difference > 0) << i;
    signs.negative |= static_cast<uint64_t>(difference < 0) << i;
  }
  return signs;
}

}  // namespace admf::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace admf {

HWY_EXPORT(Sum);
HWY_EXPORT(SumPowers);
HWY_EXPORT(Summarise);
HWY_EXPORT(Deviate);
HWY_EXPORT(Returns);
HWY_EXPORT(Signs);

double SumOf(std::span<const double> values) {
  return HWY_DYNAMIC_DISPATCH(Sum)(values.data(), values.size());
}

PowerSums PowerSumsOf(std::span<const double> values) {
  return HWY_DYNAMIC_DISPATCH(SumPowers)(values.data(), values.size());
}

ColumnSummary SummaryOf(std::span<const double> values) {
  return HWY_DYNAMIC_DISPATCH(Summarise)(values.data(), values.size());
}

Deviations DeviationsOf(std::span<const double> values, double mean) {
  return HWY_DYNAMIC_DISPATCH(Deviate)(values.data(), values.size(), mean);
}

double WriteReturns(double previous, std::span<const double> samples,
                    double* out) {
  return HWY_DYNAMIC_DISPATCH(Returns)(previous, samples.data(), samples.size(),
                                       out);
}

SignBits SignsOf(std::span<const double> minuends,
                 std::span<const double> subtrahends) {
  return HWY_DYNAMIC_DISPATCH(Signs)(minuends.data(), subtrahends.data(),
                                     minuends.size());
}

}  // namespace admf
#endif  // HWY_ONCE
