#include "engine/strategies/buy_and_hold.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/test_series.h"
#include "tests/unit/engine/strategies/test_decisions.h"

namespace admf {
namespace {

using Decisions = std::vector<Decision>;
using Texts = std::vector<std::string>;

TEST(BuyAndHoldTest, IsLongFromTheFirstBarOn) {
  EXPECT_EQ(DecisionsOf("buy_and_hold", {}, BarsOfCloses({5})),
            (Decisions{{0, Side::kLong}}));
  EXPECT_EQ(DecisionsOf("buy_and_hold", {}, RandomBars(100, 1)),
            (Decisions{{0, Side::kLong}}));
}

TEST(BuyAndHoldTest, HasNoParameters) {
  EXPECT_EQ(ProblemsOf("buy_and_hold", {{"period", int64_t{1}}}),
            (Texts{"period: there is no parameter \"period\"; there are no "
                   "parameters"}));
}

}  // namespace
}  // namespace admf
