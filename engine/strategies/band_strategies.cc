#include "engine/strategies/band_strategies.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/strategies/follower_strategy.h"
#include "engine/strategies/series_input.h"

namespace admf::internal {
namespace {

template <typename Follower>
std::unique_ptr<Strategy> Create(IndicatorSpec bands) {
  return std::make_unique<FollowerStrategy<Follower>>(
      std::vector<IndicatorSpec>{std::move(bands)},
      FollowerInputs{.value = SeriesInput::Close(),
                     .lower = SeriesInput::Output(0, 2),
                     .exit = SeriesInput::Output(0, 1),
                     .upper = SeriesInput::Output(0, 0)});
}

}  // namespace

std::string DescribeBandReversion(const std::string& band) {
  return absl::StrCat("Long where the close crosses below the lower ", band,
                      ", short where it crosses above the upper one, flat "
                      "where it is back at the middle or beyond it.");
}

std::string DescribeBandBreakout(const std::string& band) {
  return absl::StrCat("Long where the close crosses above the upper ", band,
                      ", short where it crosses below the lower one, flat "
                      "where it is back at the middle or beyond it.");
}

std::unique_ptr<Strategy> CreateBandReversion(IndicatorSpec bands) {
  return Create<ReversionFollower>(std::move(bands));
}

std::unique_ptr<Strategy> CreateBandBreakout(IndicatorSpec bands) {
  return Create<BreakoutFollower>(std::move(bands));
}

}  // namespace admf::internal
