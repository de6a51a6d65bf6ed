#include "server/request_check.h"

#include <string>

#include "coordinator/errors.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(RequestCheckTest, TakesASubmission) {
  EXPECT_TRUE(CheckSubmission("", 0).ok());
  EXPECT_TRUE(CheckSubmission(std::string(128, 'x'), 1).ok());
  EXPECT_TRUE(CheckSubmission("again", 5).ok());
}

TEST(RequestCheckTest, NamesWhatIsOutOfRange) {
  const absl::Status id = CheckSubmission(std::string(129, 'x'), 3);
  EXPECT_EQ(id.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(id), reason::kInvalidRequest);
  EXPECT_EQ(id.message(),
            "request_id has 129 characters; at most 128 are allowed");
  for (const int priority : {-1, 6}) {
    EXPECT_EQ(CheckSubmission("", priority).message(),
              "priority " + std::to_string(priority) +
                  " is out of range; it must be from 1 (runs last) to 5 (runs "
                  "first)");
  }
}

TEST(RequestCheckTest, AReasonIsShort) {
  EXPECT_TRUE(CheckReason(std::string(1000, 'x')).ok());
  const absl::Status status = CheckReason(std::string(1001, 'x'));
  EXPECT_EQ(ReasonOf(status), reason::kInvalidRequest);
  EXPECT_EQ(status.message(),
            "reason has 1001 characters; at most 1000 are allowed");
}

TEST(RequestCheckTest, ReadsHowManyAreAskedFor) {
  EXPECT_EQ(*ReadCount("page_size", 0, 50), 50u);
  EXPECT_EQ(*ReadCount("page_size", 1, 50), 1u);
  EXPECT_EQ(*ReadCount("page_size", 1000, 50), 1000u);
  for (const int count : {-1, 1001}) {
    EXPECT_EQ(ReadCount("max_queued", count, 50).status().message(),
              "max_queued " + std::to_string(count) +
                  " is out of range; it must be from 1 to 1000");
  }
}

}  // namespace
}  // namespace admf
