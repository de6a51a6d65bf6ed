#include "client/cli/verdict_text.h"

#include <gtest/gtest.h>

#include <string>

#include "google/protobuf/text_format.h"

namespace admf {
namespace {

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

std::string Criterion(const std::string& text) {
  return CriterionText(Parse<v1::AcceptanceCriterion>(text));
}

std::string Value(const std::string& text) {
  return OutcomeValueText(Parse<v1::Verdict::Outcome>(text));
}

const char kFailed[] = R"(
  state: FAILED
  outcomes { criterion { metric: "trade_count" min: 30 } value: 66 passed: true }
  outcomes {
    criterion { metric: "sharpe_ratio" min: 0.5 } value: 0.41 reason: "too low"
  }
  outcomes {
    criterion { metric: "calmar_ratio" min: 1 } reason: "there is no drawdown"
  }
)";

TEST(VerdictTextTest, CriteriaAreConditions) {
  EXPECT_EQ(Criterion("metric: 'sharpe_ratio' min: 0.95"),
            "sharpe_ratio >= 0.95");
  EXPECT_EQ(Criterion("metric: 'turnover' max: 3"), "turnover <= 3");
  EXPECT_EQ(Criterion("metric: 'max_drawdown' min: -0.25 max: 0"),
            "-0.25 <= max_drawdown <= 0");
  EXPECT_EQ(Criterion("metric: 'sharpe_ratio' min: 0"), "sharpe_ratio >= 0");
}

TEST(VerdictTextTest, ValuesHaveSixDigits) {
  EXPECT_EQ(Value("criterion { metric: 'a' min: 0.5 } value: 0.5806232244"),
            "0.580623");
  EXPECT_EQ(Value("criterion { metric: 'a' min: 30 } value: 66"), "66");
  EXPECT_EQ(Value("criterion { metric: 'a' min: 30 }"), "undefined");
}

TEST(VerdictTextTest, AValueIsNotRoundedAcrossItsBound) {
  EXPECT_EQ(Value("criterion { metric: 'a' min: 0.95 } value: 0.9499999999"),
            "0.9499999999");
  EXPECT_EQ(Value("criterion { metric: 'a' max: 0.95 } value: 0.9500000001"),
            "0.9500000001");
  EXPECT_EQ(Value("criterion { metric: 'a' max: 0.95 } value: 0.9499999999"),
            "0.95");
}

TEST(VerdictTextTest, TheLineNamesWhatIsMissed) {
  EXPECT_EQ(VerdictLine(Parse<v1::Verdict>(kFailed)),
            "verdict FAILED: 1 of 3 criteria are fulfilled; missed: "
            "sharpe_ratio >= 0.5 (is 0.41), calmar_ratio >= 1 (is undefined)");
  EXPECT_EQ(VerdictLine(Parse<v1::Verdict>(
                "state: PASSED outcomes { criterion { metric: 'a' min: 1 } "
                "value: 2 passed: true }")),
            "verdict PASSED: 1 of 1 criterion is fulfilled");
}

TEST(VerdictTextTest, TheTableHasARowForEachCriterion) {
  EXPECT_EQ(VerdictTable(Parse<v1::Verdict>(kFailed), Style(), 0),
            "CRITERION                VALUE  VERDICT  REASON\n"
            "trade_count >= 30           66  passed\n"
            "sharpe_ratio >= 0.5       0.41  FAILED   too low\n"
            "calmar_ratio >= 1    undefined  FAILED   there is no drawdown\n");
}

TEST(VerdictTextTest, AStateOfALaterVersionIsNoPass) {
  v1::Verdict verdict;
  EXPECT_EQ(VerdictName(verdict), "UNKNOWN");
  verdict.set_state(static_cast<v1::Verdict::State>(17));
  EXPECT_EQ(VerdictName(verdict), "UNKNOWN");
}

}  // namespace
}  // namespace admf
