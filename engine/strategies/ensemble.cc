#include "engine/strategies/ensemble.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/check.h"

namespace admf {
namespace {

enum class Vote { kMajority, kUnanimous, kWeighted };

struct Voter {
  std::unique_ptr<Strategy> strategy;
  double weight;
  /// Which of the ensemble's indicators are its own, in its order.
  std::vector<size_t> indicators;
  Side side = Side::kFlat;
  /// Of the range that is decided on.
  std::vector<IndicatorOutputs> outputs;
  std::vector<Decision> decisions;
  size_t next = 0;
};

class EnsembleStrategy final : public Strategy {
 public:
  EnsembleStrategy(Vote vote, double threshold,
                   std::vector<StrategyMember> members)
      : vote_(vote), threshold_(threshold) {
    CHECK(!members.empty());
    std::map<std::string, size_t> indices;
    for (StrategyMember& member : members) {
      Voter voter{.strategy = std::move(member.strategy),
                  .weight = member.weight};
      for (IndicatorSpec& spec : voter.strategy->Indicators()) {
        const auto [place, is_new] =
            indices.emplace(spec.ToString(), indicators_.size());
        if (is_new) indicators_.push_back(std::move(spec));
        voter.indicators.push_back(place->second);
      }
      total_weight_ += voter.weight;
      voters_.push_back(std::move(voter));
    }
  }

  std::vector<IndicatorSpec> Indicators() const override { return indicators_; }

  bool NeedsVolume() const override {
    return std::any_of(voters_.begin(), voters_.end(), [](const Voter& voter) {
      return voter.strategy->NeedsVolume();
    });
  }

  void Decide(const BarSeries& bars,
              std::span<const IndicatorOutputs> indicators, size_t begin,
              size_t end, std::vector<Decision>* decisions) override {
    for (Voter& voter : voters_) {
      voter.outputs.clear();
      for (const size_t index : voter.indicators) {
        voter.outputs.push_back(indicators[index]);
      }
      voter.decisions.clear();
      voter.next = 0;
      voter.strategy->Decide(bars, voter.outputs, begin, end, &voter.decisions);
    }
    for (;;) {
      const int64_t bar = TakeNextDecisions();
      if (bar == kNoBar) break;
      const Side side = Count();
      if (side == side_) continue;
      side_ = side;
      decisions->push_back({bar, side});
    }
  }

 private:
  static constexpr int64_t kNoBar = std::numeric_limits<int64_t>::max();

  /// Takes the decisions of the next bar that has any: it is answered.
  int64_t TakeNextDecisions() {
    int64_t bar = kNoBar;
    for (const Voter& voter : voters_) {
      if (voter.next < voter.decisions.size()) {
        bar = std::min(bar, voter.decisions[voter.next].bar);
      }
    }
    for (Voter& voter : voters_) {
      if (voter.next == voter.decisions.size()) continue;
      const Decision& decision = voter.decisions[voter.next];
      if (decision.bar != bar) continue;
      voter.side = decision.side;
      ++voter.next;
    }
    return bar;
  }

  Side Count() const {
    if (vote_ == Vote::kWeighted) return CountWeights();
    for (const Side side : {Side::kLong, Side::kShort}) {
      const auto votes = static_cast<size_t>(std::count_if(
          voters_.begin(), voters_.end(),
          [side](const Voter& voter) { return voter.side == side; }));
      if (vote_ == Vote::kUnanimous ? votes == voters_.size()
                                    : 2 * votes > voters_.size()) {
        return side;
      }
    }
    return Side::kFlat;
  }

  Side CountWeights() const {
    double sum = 0;
    for (const Voter& voter : voters_) {
      sum += static_cast<double>(static_cast<int>(voter.side)) * voter.weight;
    }
    const double score = sum / total_weight_;
    if (score > 0 && score >= threshold_) return Side::kLong;
    if (score < 0 && score <= -threshold_) return Side::kShort;
    return Side::kFlat;
  }

  const Vote vote_;
  const double threshold_;
  double total_weight_ = 0;
  std::vector<IndicatorSpec> indicators_;
  std::vector<Voter> voters_;
  Side side_ = Side::kFlat;
};

}  // namespace

StrategyDefinition Ensemble() {
  return {
      .name = "ensemble",
      .description =
          "Several strategies that vote for the side. `majority` is the side "
          "that more than half of the members are on, `unanimous` the one that "
          "all of them are on. `weighted` has a score, (weights of the long "
          "members - weights of the short ones) / all weights: long if it is "
          "above 0 and at least `threshold`, short if it is below 0 and at "
          "most -threshold. Otherwise, and so at a tie, it is flat. The "
          "members "
          "stand beside `params`, under `members`.",
      .parameters = {{.name = "vote",
                      .type = ParameterDefinition::Type::kChoice,
                      .description = "How the members' sides become one.",
                      .default_value = std::string("majority"),
                      .choices = {"majority", "unanimous", "weighted"}},
                     ParameterDefinition::Real(
                         "threshold", 0.5, 0, 1,
                         "Least score of a side; counts with "
                         "`vote: weighted` only.")},
      .create = nullptr,
      .check = nullptr,
      .create_of_members =
          [](const ParameterSet& parameters,
             std::vector<StrategyMember> members) -> std::unique_ptr<Strategy> {
        const std::string& vote = parameters.GetChoice("vote");
        return std::make_unique<EnsembleStrategy>(
            vote == "majority"    ? Vote::kMajority
            : vote == "unanimous" ? Vote::kUnanimous
                                  : Vote::kWeighted,
            parameters.GetReal("threshold"), std::move(members));
      },
  };
}

}  // namespace admf
