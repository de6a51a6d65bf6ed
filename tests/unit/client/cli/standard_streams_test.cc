#include "client/cli/standard_streams.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace admf {
namespace {

/// Whether the standard streams that were closed are errors, and stay so when
/// the next file is opened.
bool RefuseToBeUsed() {
  close(STDIN_FILENO);
  close(STDOUT_FILENO);
  OccupyStandardStreams();
  const int next = open("/dev/null", O_RDWR);
  char byte = 0;
  return next > STDERR_FILENO && read(STDIN_FILENO, &byte, 1) == -1 &&
         errno == EBADF && write(STDOUT_FILENO, &byte, 1) == -1 &&
         errno == EBADF;
}

TEST(StandardStreamsDeathTest, OccupiesThoseThatAreClosed) {
  EXPECT_EXIT(_exit(RefuseToBeUsed() ? 0 : 1), testing::ExitedWithCode(0), "");
}

TEST(StandardStreamsTest, LeavesOpenOnesAlone) {
  OccupyStandardStreams();
  EXPECT_EQ(write(STDERR_FILENO, "", 0), 0);
}

}  // namespace
}  // namespace admf
