#include "engine/strategies/ensemble.h"

#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "engine/indicators/computing_indicator_source.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/test_series.h"

namespace admf {
namespace {

Side SideOf(char letter) {
  return letter == '+'   ? Side::kLong
         : letter == '-' ? Side::kShort
                         : Side::kFlat;
}

/// Is on the sides that it is told, as + - 0, one for each bar.
class ToldStrategy final : public Strategy {
 public:
  explicit ToldStrategy(std::string sides,
                        std::vector<IndicatorSpec> indicators = {})
      : sides_(std::move(sides)), indicators_(std::move(indicators)) {}

  std::vector<IndicatorSpec> Indicators() const override { return indicators_; }

  void Decide(const BarSeries& bars,
              std::span<const IndicatorOutputs> indicators, size_t begin,
              size_t end, std::vector<Decision>* decisions) override {
    EXPECT_EQ(indicators.size(), indicators_.size());
    for (size_t i = begin; i < end; ++i) {
      for (size_t k = 0; k < indicators.size(); ++k) {
        // sma(1) is the close; others are told from it by their length.
        const bool is_close = indicators_[k].ToString() == "sma(period=1)";
        EXPECT_EQ(indicators[k][0][i - begin] == bars.close()[i], is_close);
      }
      const Side side = SideOf(sides_[i]);
      if (side == side_) continue;
      side_ = side;
      decisions->push_back({static_cast<int64_t>(i), side});
    }
  }

 private:
  const std::string sides_;
  const std::vector<IndicatorSpec> indicators_;
  Side side_ = Side::kFlat;
};

std::unique_ptr<Strategy> EnsembleOf(const std::string& vote, double threshold,
                                     std::vector<StrategyMember> members) {
  const StrategyDefinition definition = Ensemble();
  std::vector<ParameterProblem> problems;
  const auto parameters = ParameterSet::Resolve(
      definition.parameters, {{"vote", vote}, {"threshold", threshold}},
      &problems);
  EXPECT_TRUE(problems.empty());
  return definition.create_of_members(parameters, std::move(members));
}

/// The sides of an ensemble after each bar.
std::string Vote(const std::string& vote, double threshold,
                 const std::vector<std::pair<std::string, double>>& members) {
  std::vector<StrategyMember> told;
  for (const auto& [sides, weight] : members) {
    told.push_back(
        {.strategy = std::make_unique<ToldStrategy>(sides), .weight = weight});
  }
  const size_t count = members.front().first.size();
  const auto bars = RandomBars(count, 1);
  const auto ensemble = EnsembleOf(vote, threshold, std::move(told));
  std::vector<Decision> decisions;
  // In two ranges.
  ensemble->Decide(*bars, {}, 0, 2, &decisions);
  ensemble->Decide(*bars, {}, 2, count, &decisions);
  std::string sides(count, '0');
  Side last = Side::kFlat;
  for (const Decision& decision : decisions) {
    EXPECT_NE(decision.side, last);
    last = decision.side;
    for (size_t i = decision.bar; i < count; ++i) {
      sides[i] = last == Side::kLong ? '+' : last == Side::kShort ? '-' : '0';
    }
  }
  return sides;
}

TEST(EnsembleTest, MajorityIsMoreThanHalf) {
  EXPECT_EQ(Vote("majority", 0.5,
                 {{"+++00--0+", 1}, {"0++-+--0-", 1}, {"00+0---00", 1}}),
            "0++00--00");
  // Half is no majority, and flat members are members.
  EXPECT_EQ(Vote("majority", 0.5, {{"++-0+", 1}, {"+0--+", 1}}), "+0-0+");
  // Weights don't matter.
  EXPECT_EQ(Vote("majority", 0.5, {{"+++", 9}, {"---", 1}, {"0--", 1}}), "0--");
}

TEST(EnsembleTest, UnanimousIsAll) {
  EXPECT_EQ(
      Vote("unanimous", 0.5, {{"+++0--", 1}, {"0++0--", 1}, {"++0+--", 1}}),
      "0+00--");
}

TEST(EnsembleTest, WeightedComparesTheScoreWithTheThreshold) {
  // Scores with weights 2, 1 and 1:
  //   +2/4  +3/4  +4/4  +1/4  0  -2/4  -1/4
  const std::vector<std::pair<std::string, double>> members = {
      {"+++0+-0", 2}, {"0++0-00", 1}, {"00++-0-", 1}};
  EXPECT_EQ(Vote("weighted", 0.5, members), "+++00-0");
  EXPECT_EQ(Vote("weighted", 0.75, members), "0++0000");
  EXPECT_EQ(Vote("weighted", 1, members), "00+0000");
  // A tie is flat whatever the threshold.
  EXPECT_EQ(Vote("weighted", 0, members), "++++0--");
}

TEST(EnsembleTest, SharesEqualIndicators) {
  const IndicatorSpec one{"sma", {{"period", int64_t{1}}}};
  const IndicatorSpec two{"sma", {{"period", int64_t{2}}}};
  const auto bars = BarsOfCloses({1, 2, 3, 4});
  std::vector<StrategyMember> members;
  members.push_back({.strategy = std::make_unique<ToldStrategy>(
                         "++++", std::vector{two, one})});
  members.push_back(
      {.strategy = std::make_unique<ToldStrategy>("0+++", std::vector{one})});
  members.push_back({.strategy = std::make_unique<ToldStrategy>(
                         "0000", std::vector{one, two})});
  const auto ensemble = EnsembleOf("majority", 0.5, std::move(members));
  std::vector<std::string> names;
  for (const auto& spec : ensemble->Indicators()) {
    names.push_back(spec.ToString());
  }
  EXPECT_EQ(names,
            (std::vector<std::string>{"sma(period=2)", "sma(period=1)"}));
  ComputingIndicatorSource source;
  const auto decisions = DecideAll(*ensemble, bars, source, std::stop_token());
  ASSERT_TRUE(decisions.ok());
  EXPECT_EQ(*decisions, (std::vector<Decision>{{1, Side::kLong}}));
}

/// Decides nothing.
class VolumeStrategy final : public Strategy {
 public:
  std::vector<IndicatorSpec> Indicators() const override { return {}; }
  bool NeedsVolume() const override { return true; }
  void Decide(const BarSeries&, std::span<const IndicatorOutputs>, size_t,
              size_t, std::vector<Decision>*) override {}
};

TEST(EnsembleTest, NeedsVolumeIfAMemberDoes) {
  std::vector<StrategyMember> members;
  members.push_back({.strategy = std::make_unique<ToldStrategy>("+")});
  EXPECT_FALSE(EnsembleOf("majority", 0.5, std::move(members))->NeedsVolume());
  members.clear();
  members.push_back({.strategy = std::make_unique<ToldStrategy>("+")});
  members.push_back({.strategy = std::make_unique<VolumeStrategy>()});
  EXPECT_TRUE(EnsembleOf("majority", 0.5, std::move(members))->NeedsVolume());
}

}  // namespace
}  // namespace admf
