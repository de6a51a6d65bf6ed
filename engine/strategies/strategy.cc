#include "engine/strategies/strategy.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"

namespace admf {

absl::Status CheckVolume(const Strategy& strategy, const BarSeries& bars) {
  if (!strategy.NeedsVolume() || !bars.volume().empty()) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("the strategy decides by the volume, and the data of ",
                   bars.symbol(), " has none"));
}

namespace {

/// A strategy on its way through the bars.
class Decider {
 public:
  static absl::StatusOr<Decider> Create(
      Strategy* strategy, const std::shared_ptr<const BarSeries>& bars,
      IndicatorSource& indicators, const std::stop_token& stop) {
    RETURN_IF_ERROR(CheckVolume(*strategy, *bars));
    Decider decider(strategy);
    for (const IndicatorSpec& spec : strategy->Indicators()) {
      ASSIGN_OR_RETURN(auto reader, indicators.Open(spec, bars, stop));
      decider.readers_.push_back(std::move(reader));
    }
    decider.outputs_.resize(decider.readers_.size());
    return decider;
  }

  void Decide(const BarSeries& bars, size_t begin, size_t end) {
    for (size_t k = 0; k < readers_.size(); ++k) {
      outputs_[k] = readers_[k]->Read(begin, end);
    }
    strategy_->Decide(bars, outputs_, begin, end, &decisions_);
  }

  std::vector<Decision> Take() && { return std::move(decisions_); }

 private:
  explicit Decider(Strategy* strategy) : strategy_(strategy) {
    decisions_.reserve(256);  // More than most strategies make.
  }

  Strategy* strategy_;
  std::vector<std::unique_ptr<IndicatorReader>> readers_;
  std::vector<IndicatorOutputs> outputs_;
  std::vector<Decision> decisions_;
};

absl::Status DecideBlocks(const BarSeries& bars, std::span<Decider> deciders,
                          const std::stop_token& stop) {
  // A block of bars and of its indicators, also those of many strategies, stays
  // in the second-level cache between those that write it and those that read
  // it; and it is far less than a millisecond of work between two looks at the
  // token.
  constexpr size_t kBlock = size_t{1} << 11;
  for (size_t begin = 0; begin < bars.size(); begin += kBlock) {
    const size_t end = std::min(begin + kBlock, bars.size());
    for (Decider& decider : deciders) {
      if (stop.stop_requested()) {
        return absl::CancelledError("cancelled while the strategy decided");
      }
      decider.Decide(bars, begin, end);
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<Decision>> DecideAll(
    Strategy& strategy, const std::shared_ptr<const BarSeries>& bars,
    IndicatorSource& indicators, std::stop_token stop) {
  ASSIGN_OR_RETURN(Decider decider,
                   Decider::Create(&strategy, bars, indicators, stop));
  RETURN_IF_ERROR(DecideBlocks(*bars, {&decider, 1}, stop));
  return std::move(decider).Take();
}

absl::StatusOr<std::vector<std::vector<Decision>>> DecideTogether(
    std::span<const std::unique_ptr<Strategy>> strategies,
    const std::shared_ptr<const BarSeries>& bars, IndicatorSource& indicators,
    std::stop_token stop) {
  std::vector<Decider> deciders;
  deciders.reserve(strategies.size());
  for (const std::unique_ptr<Strategy>& strategy : strategies) {
    ASSIGN_OR_RETURN(Decider decider,
                     Decider::Create(strategy.get(), bars, indicators, stop));
    deciders.push_back(std::move(decider));
  }
  RETURN_IF_ERROR(DecideBlocks(*bars, deciders, stop));
  std::vector<std::vector<Decision>> decisions;
  decisions.reserve(deciders.size());
  for (Decider& decider : deciders) {
    decisions.push_back(std::move(decider).Take());
  }
  return decisions;
}

}  // namespace admf
