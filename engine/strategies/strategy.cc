#include "engine/strategies/strategy.h"

#include <algorithm>
#include <map>
#include <string>
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

/// The indicators of some strategies, each one once.
class SharedReaders {
 public:
  /// The place of the indicator among the outputs.
  absl::StatusOr<size_t> Open(const IndicatorSpec& spec,
                              const std::shared_ptr<const BarSeries>& bars,
                              IndicatorSource& indicators,
                              const std::stop_token& stop) {
    const auto [place, is_new] =
        places_.emplace(spec.ToString(), readers_.size());
    if (is_new) {
      ASSIGN_OR_RETURN(auto reader, indicators.Open(spec, bars, stop));
      readers_.push_back(std::move(reader));
    }
    return place->second;
  }

  void Read(size_t begin, size_t end) {
    outputs_.clear();
    for (const auto& reader : readers_) {
      outputs_.push_back(reader->Read(begin, end));
    }
  }

  /// At the bars that were read last.
  const IndicatorOutputs& outputs(size_t place) const {
    return outputs_[place];
  }

 private:
  std::map<std::string, size_t> places_;
  std::vector<std::unique_ptr<IndicatorReader>> readers_;
  std::vector<IndicatorOutputs> outputs_;
};

/// A strategy on its way through the bars.
struct Decider {
  Strategy* strategy;
  /// Of its indicators.
  std::vector<size_t> places;
  std::vector<IndicatorOutputs> outputs;
  std::vector<Decision> decisions;
};

/// The decisions of each strategy.
absl::StatusOr<std::vector<std::vector<Decision>>> Decide(
    std::span<Strategy* const> strategies,
    const std::shared_ptr<const BarSeries>& bars, IndicatorSource& indicators,
    const std::stop_token& stop) {
  SharedReaders readers;
  std::vector<Decider> deciders;
  for (Strategy* const strategy : strategies) {
    RETURN_IF_ERROR(CheckVolume(*strategy, *bars));
    Decider decider = {.strategy = strategy};
    for (const IndicatorSpec& spec : strategy->Indicators()) {
      ASSIGN_OR_RETURN(const size_t place,
                       readers.Open(spec, bars, indicators, stop));
      decider.places.push_back(place);
    }
    decider.outputs.resize(decider.places.size());
    decider.decisions.reserve(256);  // More than most strategies make.
    deciders.push_back(std::move(decider));
  }

  // A block of bars and of its indicators, also those of many strategies, stays
  // in the second-level cache between those that write it and those that read
  // it. Between two looks at the token there is one block of work: far less
  // than a millisecond of one strategy, a few milliseconds of 64.
  constexpr size_t kBlock = size_t{1} << 11;
  for (size_t begin = 0; begin < bars->size(); begin += kBlock) {
    const size_t end = std::min(begin + kBlock, bars->size());
    if (stop.stop_requested()) {
      return absl::CancelledError("cancelled while the strategy decided");
    }
    readers.Read(begin, end);
    for (Decider& decider : deciders) {
      for (size_t k = 0; k < decider.places.size(); ++k) {
        decider.outputs[k] = readers.outputs(decider.places[k]);
      }
      decider.strategy->Decide(*bars, decider.outputs, begin, end,
                               &decider.decisions);
    }
  }
  std::vector<std::vector<Decision>> decisions;
  decisions.reserve(deciders.size());
  for (Decider& decider : deciders) {
    decisions.push_back(std::move(decider.decisions));
  }
  return decisions;
}

}  // namespace

absl::StatusOr<std::vector<Decision>> DecideAll(
    Strategy& strategy, const std::shared_ptr<const BarSeries>& bars,
    IndicatorSource& indicators, std::stop_token stop) {
  Strategy* const strategies[] = {&strategy};
  ASSIGN_OR_RETURN(auto decisions, Decide(strategies, bars, indicators, stop));
  return std::move(decisions[0]);
}

absl::StatusOr<std::vector<std::vector<Decision>>> DecideTogether(
    std::span<const std::unique_ptr<Strategy>> strategies,
    const std::shared_ptr<const BarSeries>& bars, IndicatorSource& indicators,
    std::stop_token stop) {
  std::vector<Strategy*> pointers;
  pointers.reserve(strategies.size());
  for (const auto& strategy : strategies) pointers.push_back(strategy.get());
  return Decide(pointers, bars, indicators, stop);
}

}  // namespace admf
