#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/data/bars.h"
#include "engine/indicators/indicator.h"
#include "engine/strategies/breakout_follower.h"
#include "engine/strategies/reversion_follower.h"
#include "engine/strategies/series_input.h"
#include "engine/strategies/strategy.h"

namespace admf {

/// What a follower compares with what.
struct FollowerInputs {
  SeriesInput value;
  SeriesInput lower;
  SeriesInput exit;
  SeriesInput upper;
};

/// The side of a ReversionFollower or a BreakoutFollower.
template <typename Follower>
class FollowerStrategy final : public Strategy {
 public:
  /// Inputs are among `indicators`.
  FollowerStrategy(std::vector<IndicatorSpec> indicators, FollowerInputs inputs)
      : indicators_(std::move(indicators)), inputs_(std::move(inputs)) {}

  std::vector<IndicatorSpec> Indicators() const override { return indicators_; }

  void Decide(const BarSeries& bars,
              std::span<const IndicatorOutputs> indicators, size_t begin,
              size_t end, std::vector<Decision>* decisions) override {
    const auto value = inputs_.value.Read(bars, indicators, begin, end);
    const auto lower = inputs_.lower.Read(bars, indicators, begin, end);
    const auto exit = inputs_.exit.Read(bars, indicators, begin, end);
    const auto upper = inputs_.upper.Read(bars, indicators, begin, end);
    Follower follower = follower_;
    for (size_t k = 0; k < value.size(); ++k) {
      const Side before = follower.side();
      const Side side = follower.Update(value[k], lower[k], exit[k], upper[k]);
      if (side != before) {
        decisions->push_back({static_cast<int64_t>(begin + k), side});
      }
    }
    follower_ = follower;
  }

 private:
  const std::vector<IndicatorSpec> indicators_;
  FollowerInputs inputs_;
  Follower follower_;
};

using ReversionStrategy = FollowerStrategy<ReversionFollower>;
using BreakoutStrategy = FollowerStrategy<BreakoutFollower>;

}  // namespace admf
