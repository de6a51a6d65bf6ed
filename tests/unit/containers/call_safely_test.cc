#include "containers/call_safely.h"

#include <new>
#include <stdexcept>

#include "absl/strings/cord.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(CallSafelyTest, SuccessStaysSuccess) {
  bool called = false;
  const absl::Status status = CallSafely("step", [&] {
    called = true;
    return absl::OkStatus();
  });
  EXPECT_TRUE(called);
  EXPECT_EQ(status, absl::OkStatus());
}

TEST(CallSafelyTest, AnErrorGetsANameAndKeepsItsCodeAndPayloads) {
  const absl::Status status = CallSafely("start of 'broker'", [] {
    absl::Status error = absl::NotFoundError("no market");
    error.SetPayload("type.example/reason", absl::Cord("closed"));
    return error;
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(status.message(), "start of 'broker': no market");
  EXPECT_EQ(status.GetPayload("type.example/reason"), absl::Cord("closed"));
}

TEST(CallSafelyTest, ExceptionsBecomeErrors) {
  EXPECT_EQ(
      CallSafely("step",
                 []() -> absl::Status { throw std::runtime_error("broken"); }),
      absl::InternalError("step: broken"));
  EXPECT_EQ(CallSafely("step", []() -> absl::Status { throw 7; }),
            absl::InternalError("step: unknown exception"));
  EXPECT_EQ(
      CallSafely("step", []() -> absl::Status { throw std::bad_alloc(); }),
      absl::ResourceExhaustedError("step: out of memory"));
}

}  // namespace
}  // namespace admf
