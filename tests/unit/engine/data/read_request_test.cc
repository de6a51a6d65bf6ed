#include "engine/data/read_request.h"

#include "gtest/gtest.h"

namespace admf {
namespace {

std::vector<std::string> ProblemFields(const ReadRequest& request) {
  std::vector<std::string> fields;
  for (const RequestProblem& problem : CheckReadRequest(request)) {
    EXPECT_FALSE(problem.description.empty());
    fields.push_back(problem.field);
  }
  return fields;
}

using Fields = std::vector<std::string>;

TEST(ReadRequestTest, DefaultsAndFullRequestsAreFine) {
  EXPECT_EQ(ProblemFields({}), Fields{});
  ReadRequest request;
  request.timezone = "America/New_York";
  request.timeframe = Timeframe(4, Timeframe::Unit::kHour);
  request.start = "2004-08-19";
  request.end = "2013-03-01T16:00:00-05:00";
  EXPECT_EQ(ProblemFields(request), Fields{});
}

TEST(ReadRequestTest, OneDayIsARange) {
  ReadRequest request;
  request.start = request.end = "2004-08-19";
  EXPECT_EQ(ProblemFields(request), Fields{});
}

TEST(ReadRequestTest, AllProblemsAtOnce) {
  ReadRequest request;
  request.timezone = "America/New_Yrok";
  request.timeframe = Timeframe(36, Timeframe::Unit::kHour);
  request.start = "19.8.2004";
  request.end = "2004-02-30";
  EXPECT_EQ(ProblemFields(request),
            (Fields{"timeframe", "timezone", "start", "end"}));
}

TEST(ReadRequestTest, EndBeforeStart) {
  ReadRequest request;
  request.start = "2004-08-20";
  request.end = "2004-08-19";
  const std::vector<RequestProblem> problems = CheckReadRequest(request);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].field, "end");
  EXPECT_EQ(problems[0].description,
            "the end 2004-08-19 is before the start 2004-08-20");
}

TEST(ReadRequestTest, BoundsAreDaysInTheTimezone) {
  // 19 August ends in New York at 04:00 UTC on the 20th.
  ReadRequest request;
  request.start = "2004-08-20T03:00:00Z";
  request.end = "2004-08-19";
  EXPECT_EQ(ProblemFields(request), Fields{"end"});
  request.timezone = "America/New_York";
  EXPECT_EQ(ProblemFields(request), Fields{});
}

TEST(ReadRequestTest, WholeDaysAreTimeframesOfAnyLength) {
  ReadRequest request;
  request.timeframe = Timeframe(10, Timeframe::Unit::kDay);
  EXPECT_EQ(ProblemFields(request), Fields{});
}

}  // namespace
}  // namespace admf
