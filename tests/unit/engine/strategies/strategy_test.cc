#include "engine/strategies/strategy.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "engine/indicators/computing_indicator_source.h"
#include "engine/strategies/catalogue.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/test_series.h"
#include "tests/unit/engine/strategies/test_decisions.h"

namespace admf {
namespace {

/// Records the ranges that it is given; long where its second indicator is 1.
class RecordingStrategy final : public Strategy {
 public:
  std::vector<IndicatorSpec> Indicators() const override {
    return {{"a", {}}, {"b", {}}};
  }
  void Decide(const BarSeries&, std::span<const IndicatorOutputs> indicators,
              size_t begin, size_t end,
              std::vector<Decision>* decisions) override {
    ranges.emplace_back(begin, end);
    for (size_t i = begin; i < end; ++i) {
      if (indicators[1][0][i - begin] == 1) {
        decisions->push_back({static_cast<int64_t>(i), Side::kLong});
      }
    }
    if (stop_after_first != nullptr) stop_after_first->request_stop();
  }

  bool NeedsVolume() const override { return needs_volume; }

  bool needs_volume = false;
  std::vector<std::pair<size_t, size_t>> ranges;
  std::stop_source* stop_after_first = nullptr;
};

/// Zeros for "a"; for "b" zeros with a one at the last bar, or a failure.
class FakeSource final : public IndicatorSource {
 public:
  absl::StatusOr<std::shared_ptr<const IndicatorSeries>> Get(
      const IndicatorSpec& spec, const std::shared_ptr<const BarSeries>& bars,
      std::stop_token) override {
    if (spec.name == "b" && !failure.ok()) return failure;
    auto series = std::make_shared<IndicatorSeries>();
    series->outputs = {std::vector<double>(bars->size())};
    if (spec.name == "b") series->outputs[0].back() = 1;
    return series;
  }

  absl::Status failure;
};

TEST(DecideAllTest, GoesThroughAllBarsInOrder) {
  const auto bars = RandomBars(150'000, 1);
  RecordingStrategy strategy;
  FakeSource source;
  const auto decisions = DecideAll(strategy, bars, source, {});
  ASSERT_TRUE(decisions.ok());
  EXPECT_EQ(*decisions, (std::vector<Decision>{{149'999, Side::kLong}}));
  size_t next = 0;
  for (const auto& [begin, end] : strategy.ranges) {
    EXPECT_EQ(begin, next);
    EXPECT_LT(begin, end);
    next = end;
  }
  EXPECT_EQ(next, bars->size());
}

TEST(DecideAllTest, PassesOnWhatTheSourceAnswers) {
  RecordingStrategy strategy;
  FakeSource source;
  source.failure = absl::InvalidArgumentError("no b");
  const auto decisions = DecideAll(strategy, RandomBars(10, 2), source, {});
  EXPECT_EQ(decisions.status(), source.failure);
  EXPECT_TRUE(strategy.ranges.empty());
}

TEST(DecideAllTest, RefusesBarsWithoutTheVolumeThatIsNeeded) {
  RecordingStrategy strategy;
  strategy.needs_volume = true;
  FakeSource source;
  EXPECT_EQ(DecideAll(strategy, BarsOfCloses({1, 2, 3}), source, {}).status(),
            absl::InvalidArgumentError("the strategy decides by the volume, "
                                       "and the data of TEST has none"));
}

TEST(DecideAllTest, StopsBeforeTheFirstBar) {
  std::stop_source stop;
  stop.request_stop();
  RecordingStrategy strategy;
  FakeSource source;
  const auto decisions =
      DecideAll(strategy, RandomBars(10, 3), source, stop.get_token());
  EXPECT_EQ(decisions.status().code(), absl::StatusCode::kCancelled);
  EXPECT_TRUE(strategy.ranges.empty());
}

TEST(DecideAllTest, StopsBetweenBlocks) {
  std::stop_source stop;
  RecordingStrategy strategy;
  strategy.stop_after_first = &stop;
  FakeSource source;
  const auto decisions =
      DecideAll(strategy, RandomBars(150'000, 4), source, stop.get_token());
  EXPECT_EQ(decisions.status().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(strategy.ranges.size(), 1u);
}

TEST(DecideTogetherTest, IsWhatEachDecidesAlone) {
  const auto bars = RandomBars(10'000, 5);
  const StrategyDefinition* const crossover = FindStrategy("sma_crossover");
  std::vector<std::unique_ptr<Strategy>> strategies;
  std::vector<std::vector<Decision>> alone;
  for (int64_t fast = 5; fast < 8; ++fast) {
    const std::map<std::string, ParameterValue> parameters = {
        {"fast_period", fast}, {"slow_period", int64_t{20}}};
    std::vector<ParameterProblem> problems;
    strategies.push_back(crossover->create(
        ResolveStrategyParameters(*crossover, parameters, &problems)));
    alone.push_back(DecisionsOf("sma_crossover", parameters, bars));
    EXPECT_GT(alone.back().size(), 100u);
  }
  ComputingIndicatorSource source;
  const auto together = DecideTogether(strategies, bars, source, {});
  ASSERT_TRUE(together.ok()) << together.status();
  EXPECT_EQ(*together, alone);
}

TEST(DecideTogetherTest, FailsIfOneFails) {
  std::vector<std::unique_ptr<Strategy>> strategies;
  strategies.push_back(std::make_unique<RecordingStrategy>());
  auto picky = std::make_unique<RecordingStrategy>();
  picky->needs_volume = true;
  strategies.push_back(std::move(picky));
  FakeSource source;
  EXPECT_EQ(DecideTogether(strategies, BarsOfCloses({1, 2, 3}), source, {})
                .status()
                .code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace admf
