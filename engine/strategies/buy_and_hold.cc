#include "engine/strategies/buy_and_hold.h"

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace admf {
namespace {

class BuyAndHoldStrategy final : public Strategy {
 public:
  std::vector<IndicatorSpec> Indicators() const override { return {}; }

  void Decide(const BarSeries&, std::span<const IndicatorOutputs>, size_t begin,
              size_t end, std::vector<Decision>* decisions) override {
    if (begin == 0 && end > 0) decisions->push_back({0, Side::kLong});
  }
};

}  // namespace

StrategyDefinition BuyAndHold() {
  return {
      .name = "buy_and_hold",
      .description = "Long at the first bar, for good.",
      .parameters = {},
      .create = [](const ParameterSet&) -> std::unique_ptr<Strategy> {
        return std::make_unique<BuyAndHoldStrategy>();
      },
      .check = nullptr,
  };
}

}  // namespace admf
