#include "engine/base/status_macros.h"

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

absl::Status ReturnsEarly(const absl::Status& status, bool* went_on) {
  RETURN_IF_ERROR(status);
  *went_on = true;
  return absl::OkStatus();
}

absl::StatusOr<int> Sum(absl::StatusOr<int> first, absl::StatusOr<int> second) {
  ASSIGN_OR_RETURN(const int left, first);
  ASSIGN_OR_RETURN(const int right, second);
  return left + right;
}

absl::StatusOr<int> Unwrap(absl::StatusOr<std::unique_ptr<int>> pointer) {
  ASSIGN_OR_RETURN(std::unique_ptr<int> value, std::move(pointer));
  return *value;
}

TEST(StatusMacrosTest, OkGoesOn) {
  bool went_on = false;
  EXPECT_TRUE(ReturnsEarly(absl::OkStatus(), &went_on).ok());
  EXPECT_TRUE(went_on);
}

TEST(StatusMacrosTest, ErrorReturnsAtOnce) {
  bool went_on = false;
  EXPECT_EQ(ReturnsEarly(absl::NotFoundError("no file"), &went_on),
            absl::NotFoundError("no file"));
  EXPECT_FALSE(went_on);
}

TEST(StatusMacrosTest, AssignsOrReturnsTheError) {
  EXPECT_EQ(*Sum(1, 2), 3);
  EXPECT_EQ(Sum(absl::InternalError("first"), 2).status(),
            absl::InternalError("first"));
  EXPECT_EQ(Sum(1, absl::InternalError("second")).status(),
            absl::InternalError("second"));
}

TEST(StatusMacrosTest, AssignsWhatCanOnlyBeMoved) {
  EXPECT_EQ(*Unwrap(std::make_unique<int>(7)), 7);
}

}  // namespace
}  // namespace admf
