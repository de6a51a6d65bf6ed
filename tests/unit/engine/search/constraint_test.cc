#include "engine/search/constraint.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/search/test_spaces.h"

namespace admf {
namespace {

ParameterSpace Periods() {
  return Space({Real("band", 0, 3), Integer("fast_period", 1, 100),
                Integer("slow_period", 1, 200), Choices("stops", {true, false}),
                Choices("type", {Text("ema"), Text("sma")})});
}

SearchPoint Point(double band, int64_t fast, int64_t slow, bool stops = true) {
  return {band, fast, slow, stops, Text("sma")};
}

bool Holds(const std::string& text, const SearchPoint& point,
           const FixedParameters& fixed = {}) {
  return ParameterConstraint::Parse(text, Periods(), fixed)
      .value()
      .Holds(point);
}

void ExpectRefused(const std::string& text, const std::string& message) {
  const auto constraint = ParameterConstraint::Parse(text, Periods());
  EXPECT_EQ(constraint.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(constraint.status().message().substr(0, message.size()), message);
}

TEST(ConstraintTest, ComparesParameters) {
  EXPECT_TRUE(Holds("fast_period < slow_period", Point(1, 10, 20)));
  EXPECT_FALSE(Holds("fast_period < slow_period", Point(1, 20, 20)));
  EXPECT_TRUE(Holds("fast_period <= slow_period", Point(1, 20, 20)));
  EXPECT_FALSE(Holds("fast_period > slow_period", Point(1, 20, 20)));
  EXPECT_TRUE(Holds("fast_period >= slow_period", Point(1, 20, 20)));
  EXPECT_TRUE(Holds("band == 1.5", Point(1.5, 1, 1)));
  EXPECT_TRUE(Holds("band != 1.5", Point(1.25, 1, 1)));
}

TEST(ConstraintTest, HasArithmeticAndLogic) {
  const std::string text =
      "fast_period < slow_period and slow_period - fast_period >= 5";
  EXPECT_TRUE(Holds(text, Point(1, 10, 15)));
  EXPECT_FALSE(Holds(text, Point(1, 10, 14)));
  EXPECT_FALSE(Holds(text, Point(1, 20, 10)));
  EXPECT_TRUE(Holds("not (band > 2 or fast_period == 7)", Point(2, 8, 1)));
  EXPECT_FALSE(Holds("not (band > 2 or fast_period == 7)", Point(2, 7, 1)));
  EXPECT_TRUE(Holds("-band * 2 + slow_period / 4 == 1", Point(2, 1, 20)));
  EXPECT_TRUE(Holds("abs(fast_period - slow_period) == 3", Point(1, 7, 4)));
  EXPECT_TRUE(Holds("max(band, fast_period, 5) == 5 and min(4, band) == 2",
                    Point(2, 3, 1)));
  EXPECT_FALSE(Holds("band / 0 - band / 0 != 1", Point(1, 1, 1)));
}

TEST(ConstraintTest, TrueAndFalseAreConditions) {
  EXPECT_TRUE(Holds("stops or band > 2", Point(1, 1, 1, true)));
  EXPECT_FALSE(Holds("stops or band > 2", Point(1, 1, 1, false)));
  EXPECT_FALSE(Holds("stops", Point(1, 1, 1, false)));
}

TEST(ConstraintTest, KnowsParametersThatArentVaried) {
  const FixedParameters fixed = {{"long_period", Whole(50)},
                                 {"trailing", false}};
  EXPECT_TRUE(Holds("slow_period < long_period", Point(1, 1, 49), fixed));
  EXPECT_FALSE(Holds("slow_period < long_period", Point(1, 1, 50), fixed));
  EXPECT_FALSE(Holds("trailing", Point(1, 1, 1), fixed));
}

TEST(ConstraintTest, NamesMayHaveDots) {
  const ParameterSpace space = Space(
      {Real("portfolio.sizing.percent", 1, 100), Real("risk.stop_loss", 0, 1)});
  const auto constraint =
      ParameterConstraint::Parse(
          "risk.stop_loss*portfolio.sizing.percent <= risk.limit", space,
          {{"risk.limit", 5.0}})
          .value();
  EXPECT_TRUE(constraint.Holds({50.0, 0.1}));
  EXPECT_FALSE(constraint.Holds({51.0, 0.1}));
  EXPECT_EQ(
      ParameterConstraint::Parse("risk.stop_los > 0", space).status().message(),
      "column 1: there is no parameter risk.stop_los; did you mean "
      "risk.stop_loss?\n    risk.stop_los > 0\n    ^~~~~~~~~~~~~");
}

TEST(ConstraintTest, HoldsWhereAParameterIsInactive) {
  const ParameterSpace space = ConditionalSpace();
  const auto constraint =
      ParameterConstraint::Parse("period > 5 and signal < 2", space).value();
  EXPECT_TRUE(constraint.Holds({std::nullopt, std::nullopt, Text("none")}));
  EXPECT_TRUE(constraint.Holds({Whole(1), std::nullopt, Text("sma")}));
  EXPECT_FALSE(constraint.Holds({Whole(1), Whole(8), Text("macd")}));
  EXPECT_EQ(constraint.text(), "period > 5 and signal < 2");
}

TEST(ConstraintTest, SaysWhatIsWrongAndWhere) {
  ExpectRefused("fast_perod < slow_period",
                "column 1: there is no parameter fast_perod; did you mean "
                "fast_period?\n    fast_perod < slow_period\n    ^~~~~~~~~~");
  ExpectRefused("band < close",
                "column 8: there is no parameter close; there are band, "
                "fast_period, slow_period, stops, type\n");
  ExpectRefused("type == 1",
                "column 1: type isn't always a number, nor true or false; "
                "constraints can't use other values\n");
  ExpectRefused("fast_period",
                "column 1: expected a condition such as `fast_period < "
                "slow_period`, found a number\n");
  ExpectRefused("stops + 1 > 2",
                "column 1: expected a number, found a condition (true or "
                "false)\n");
  ExpectRefused("not band",
                "column 5: expected a condition such as `fast_period < "
                "slow_period`, found a number\n");
  ExpectRefused("sma(20) > 1",
                "column 1: there is no function sma; constraints have abs, min "
                "and max\n");
  ExpectRefused("min(band) > 1",
                "column 1: min takes 2 or more numbers, not 1\n");
  ExpectRefused("abs(x=band) > 1", "column 5: what abs takes has no names\n");
  ExpectRefused("band[1] > 1",
                "column 1: parameters have neither previous values nor "
                "outputs\n");
  ExpectRefused("band. > 1",
                "column 7: expected the rest of a name, found `>`\n");
  ExpectRefused("5[1] > 1",
                "column 2: expected an operator such as `<` or `and`, found "
                "`[`; parameters have neither previous values nor outputs\n");
  ExpectRefused("",
                "column 1: the expression is empty; expected a condition "
                "such as `fast_period < slow_period`\n");
  ExpectRefused("band <",
                "column 7: expected a number, a parameter such as fast_period, "
                "found the end\n");
}

}  // namespace
}  // namespace admf
