#include "engine/catalog/parameter.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Given = std::map<std::string, ParameterValue>;

const std::vector<ParameterDefinition>& Definitions() {
  static const auto* const definitions = new std::vector<ParameterDefinition>{
      ParameterDefinition::Integer("period", 10, 1, 100, "Bars."),
      ParameterDefinition::Real("width", 2, 0.5, 3, "Deviations."),
      {.name = "inverted",
       .type = ParameterDefinition::Type::kBoolean,
       .description = "Other way round.",
       .default_value = false},
      {.name = "price",
       .type = ParameterDefinition::Type::kChoice,
       .description = "Which one.",
       .default_value = std::string("close"),
       .choices = {"open", "close", "typical"}},
  };
  return *definitions;
}

std::vector<std::string> ProblemsOf(
    const Given& given,
    const std::vector<ParameterDefinition>& definitions = Definitions()) {
  std::vector<ParameterProblem> problems;
  ParameterSet::Resolve(definitions, given, &problems);
  std::vector<std::string> texts;
  texts.reserve(problems.size());
  for (const auto& problem : problems) {
    texts.push_back(problem.name + ": " + problem.description);
  }
  return texts;
}

TEST(ParameterSetTest, FillsInDefaults) {
  std::vector<ParameterProblem> problems;
  const auto set = ParameterSet::Resolve(Definitions(), {}, &problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(set.GetInteger("period"), 10);
  EXPECT_EQ(set.GetReal("width"), 2.0);
  EXPECT_FALSE(set.GetBoolean("inverted"));
  EXPECT_EQ(set.GetChoice("price"), "close");
  EXPECT_EQ(set.values().size(), 4u);
}

TEST(ParameterSetTest, TakesWhatIsGiven) {
  std::vector<ParameterProblem> problems;
  const auto set = ParameterSet::Resolve(Definitions(),
                                         {{"period", int64_t{20}},
                                          {"width", 1.5},
                                          {"inverted", true},
                                          {"price", std::string("open")}},
                                         &problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(set.GetInteger("period"), 20);
  EXPECT_EQ(set.GetReal("width"), 1.5);
  EXPECT_TRUE(set.GetBoolean("inverted"));
  EXPECT_EQ(set.GetChoice("price"), "open");
}

TEST(ParameterSetTest, TakesNumbersAsTheDeclaredType) {
  std::vector<ParameterProblem> problems;
  const auto set = ParameterSet::Resolve(
      Definitions(), {{"period", 20.0}, {"width", int64_t{3}}}, &problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(set.GetInteger("period"), 20);
  EXPECT_EQ(set.GetReal("width"), 3.0);
}

TEST(ParameterSetTest, RangesAreInclusive) {
  EXPECT_THAT(ProblemsOf({{"period", int64_t{1}}, {"width", 0.5}}), IsEmpty());
  EXPECT_THAT(ProblemsOf({{"period", int64_t{100}}, {"width", 3.0}}),
              IsEmpty());
}

TEST(ParameterSetTest, RefusesValuesOutOfRange) {
  EXPECT_THAT(
      ProblemsOf({{"period", int64_t{0}}, {"width", 3.25}}),
      ElementsAre("period: period must be a whole number from 1 to 100, not 0",
                  "width: width must be a number from 0.5 to 3, not 3.25"));
  EXPECT_THAT(
      ProblemsOf({{"period", 1e20}}),
      ElementsAre(
          "period: period must be a whole number from 1 to 100, not 1e+20"));
}

TEST(ParameterSetTest, RefusesFractionsWhereIntegersAreDeclared) {
  EXPECT_THAT(
      ProblemsOf({{"period", 10.5}}),
      ElementsAre(
          "period: period must be a whole number from 1 to 100, not 10.5"));
}

TEST(ParameterSetTest, RefusesNumbersThatAreNotFinite) {
  EXPECT_EQ(ProblemsOf({{"width", std::nan("")}}).size(), 1u);
  EXPECT_EQ(ProblemsOf({{"period", std::nan("")}}).size(), 1u);
  const double infinity = std::numeric_limits<double>::infinity();
  std::vector<ParameterDefinition> unbounded = Definitions();
  for (auto& definition : unbounded) {
    definition.minimum = definition.maximum = std::nullopt;
  }
  EXPECT_THAT(ProblemsOf({{"width", infinity}}, unbounded),
              ElementsAre("width: width must be a number, not inf"));
  EXPECT_THAT(ProblemsOf({{"period", -infinity}}, unbounded),
              ElementsAre("period: period must be a whole number, not -inf"));
  // Whole, but no int64_t.
  EXPECT_THAT(ProblemsOf({{"period", 1e19}}, unbounded),
              ElementsAre("period: period must be a whole number, not 1e+19"));
}

TEST(ParameterSetTest, TakesTextsOfAnyLength) {
  const std::vector<ParameterDefinition> texts = {
      ParameterDefinition::Text("rule", "When.")};
  std::vector<ParameterProblem> problems;
  EXPECT_EQ(ParameterSet::Resolve(texts, {}, &problems).GetText("rule"), "");
  const std::string text(5000, 'x');
  EXPECT_EQ(
      ParameterSet::Resolve(texts, {{"rule", text}}, &problems).GetText("rule"),
      text);
  EXPECT_TRUE(problems.empty());
  EXPECT_THAT(ProblemsOf({{"rule", true}}, texts),
              ElementsAre("rule: rule must be a text, not true"));
}

TEST(ParameterSetTest, TakesOtherNumbersWhereTheyMayBe) {
  std::vector<ParameterProblem> problems;
  const auto set = ParameterSet::Resolve(
      Definitions(), {{"level", int64_t{30}}, {"share", 0.5}}, &problems,
      OtherParameters::kNumbers);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(set.GetReal("level"), 30.0);
  EXPECT_EQ(set.GetReal("share"), 0.5);
  EXPECT_EQ(set.GetInteger("period"), 10);
  ParameterSet::Resolve(Definitions(),
                        {{"level", std::string("high")},
                         {"limit", std::nan("")},
                         {"pirce", std::string("open")}},
                        &problems, OtherParameters::kNumbers);
  std::vector<std::string> texts;
  for (const auto& problem : problems) texts.push_back(problem.description);
  EXPECT_THAT(
      texts,
      ElementsAre("\"level\" is a parameter of its own and must be a number, "
                  "not \"high\"; other values have only period, width, "
                  "inverted, price",
                  "\"limit\" is a parameter of its own and must be a number, "
                  "not nan; other values have only period, width, inverted, "
                  "price",
                  "there is no parameter \"pirce\"; did you mean price?"));
}

TEST(ParameterSetTest, SaysBoundsOnOneSide) {
  std::vector<ParameterDefinition> lower = {Definitions()[0]};
  lower[0].maximum = std::nullopt;
  EXPECT_THAT(
      ProblemsOf({{"period", int64_t{0}}}, lower),
      ElementsAre(
          "period: period must be a whole number of at least 1, not 0"));
  std::vector<ParameterDefinition> upper = {Definitions()[1]};
  upper[0].minimum = std::nullopt;
  EXPECT_THAT(ProblemsOf({{"width", 4.0}}, upper),
              ElementsAre("width: width must be a number of at most 3, not 4"));
}

TEST(ParameterSetTest, RefusesOtherTypes) {
  EXPECT_THAT(
      ProblemsOf({{"inverted", int64_t{1}},
                  {"period", std::string("10")},
                  {"price", true},
                  {"width", false}}),
      ElementsAre(
          "inverted: inverted must be true or false, not 1",
          "period: period must be a whole number from 1 to 100, not \"10\"",
          "price: price must be one of open, close, typical, not true",
          "width: width must be a number from 0.5 to 3, not false"));
}

TEST(ParameterSetTest, HintsAtTheNearestChoice) {
  EXPECT_THAT(
      ProblemsOf({{"price", std::string("closed")}}),
      ElementsAre("price: price must be one of open, close, typical, not "
                  "\"closed\"; did you mean close?"));
}

TEST(ParameterSetTest, HintsAtTheNearestName) {
  EXPECT_THAT(ProblemsOf({{"perid", int64_t{10}}}),
              ElementsAre("perid: there is no parameter \"perid\"; did you "
                          "mean period?"));
  EXPECT_THAT(ProblemsOf({{"colour", int64_t{10}}}),
              ElementsAre("colour: there is no parameter \"colour\"; the "
                          "parameters are period, width, inverted, price"));
  EXPECT_THAT(ProblemsOf({{"colour", int64_t{10}}}, {}),
              ElementsAre("colour: there is no parameter \"colour\"; there "
                          "are no parameters"));
}

TEST(ParameterSetTest, ReportsEveryProblemAndKeepsThoseBefore) {
  std::vector<ParameterProblem> problems = {{"earlier", "one"}};
  ParameterSet::Resolve(Definitions(),
                        {{"colour", true}, {"period", true}, {"width", true}},
                        &problems);
  ASSERT_EQ(problems.size(), 4u);
  EXPECT_EQ(problems[0].name, "earlier");
  EXPECT_EQ(problems[1].name, "colour");
  EXPECT_EQ(problems[2].name, "period");
  EXPECT_EQ(problems[3].name, "width");
}

TEST(ParameterSetTest, MessagesStayShortAndPrintable) {
  // A two-byte character where the text is cut.
  const std::string name = std::string(63, 'x') + "\xC3\xA4" + "yyy";
  EXPECT_THAT(
      ProblemsOf({{name, true}}, {}),
      ElementsAre(name + ": there is no parameter \"" + std::string(63, 'x') +
                  "\"...; there are no parameters"));
  EXPECT_THAT(ProblemsOf({{"a\n\"b\"", true}}, {}),
              ElementsAre("a\n\"b\": there is no parameter \"a\\n\\\"b\\\"\"; "
                          "there are no parameters"));
}

TEST(ParameterSetDeathTest, ChecksNamesAndTypesOfLookups) {
  std::vector<ParameterProblem> problems;
  const auto set = ParameterSet::Resolve(Definitions(), {}, &problems);
  EXPECT_DEATH(set.GetInteger("perid"), "broken invariant");
  EXPECT_DEATH(set.GetReal("period"), "broken invariant");
}

TEST(ParameterValueTest, HasAText) {
  EXPECT_EQ(ToString(ParameterValue(int64_t{-12})), "-12");
  EXPECT_EQ(ToString(ParameterValue(0.1)), "0.1");
  EXPECT_EQ(ToString(ParameterValue(1.0 / 3)), "0.3333333333333333");
  EXPECT_EQ(ToString(ParameterValue(true)), "true");
  EXPECT_EQ(ToString(ParameterValue(false)), "false");
  EXPECT_EQ(ToString(ParameterValue(std::string("a\"b"))), "\"a\\\"b\"");
}

TEST(ParameterValueTest, EqualNumbersHaveOneText) {
  EXPECT_EQ(ToString(ParameterValue(10.0)), "10");
  EXPECT_EQ(ToString(ParameterValue(int64_t{10})), "10");
  EXPECT_EQ(ToString(ParameterValue(1e5)), "100000");
  EXPECT_EQ(ToString(ParameterValue(int64_t{100'000})), "100000");
  EXPECT_EQ(ToString(ParameterValue(-0.0)), "0");
}

}  // namespace
}  // namespace admf
