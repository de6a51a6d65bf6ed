#include "engine/base/system_error.h"

#include <cerrno>

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(SystemErrorTest, SaysWhatAndWhy) {
  EXPECT_EQ(SystemError(EMFILE, "it can't be opened"),
            absl::UnavailableError("it can't be opened: Too many open files"));
}

TEST(SystemErrorTest, WhatMayBeFreeAgainIsUnavailable) {
  for (const int error : {EDQUOT, EFBIG, EMFILE, ENFILE, ENOSPC}) {
    EXPECT_TRUE(absl::IsUnavailable(SystemError(error, "x"))) << error;
  }
}

TEST(SystemErrorTest, OthersAreAsEverywhere) {
  EXPECT_TRUE(absl::IsNotFound(SystemError(ENOENT, "x")));
  EXPECT_TRUE(absl::IsPermissionDenied(SystemError(EACCES, "x")));
  EXPECT_TRUE(absl::IsResourceExhausted(SystemError(ENOMEM, "x")));
}

}  // namespace
}  // namespace admf
