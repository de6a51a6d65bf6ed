#include "containers/platform/file_descriptor.h"

#include <fcntl.h>
#include <unistd.h>

#include <utility>

#include "gtest/gtest.h"

namespace admf {
namespace {

bool IsOpen(int number) { return fcntl(number, F_GETFD) != -1; }

TEST(FileDescriptorTest, ClosesWhatItOwns) {
  int number = -1;
  {
    const FileDescriptor file(open("/dev/null", O_RDONLY | O_CLOEXEC));
    ASSERT_TRUE(file.valid());
    number = file.number();
    EXPECT_TRUE(IsOpen(number));
  }
  EXPECT_FALSE(IsOpen(number));
}

TEST(FileDescriptorTest, NoneIsNotValid) {
  EXPECT_FALSE(FileDescriptor().valid());
  EXPECT_FALSE(FileDescriptor(-1).valid());
}

TEST(FileDescriptorTest, MovesOwnership) {
  FileDescriptor first(open("/dev/null", O_RDONLY | O_CLOEXEC));
  const int number = first.number();
  FileDescriptor second(std::move(first));
  EXPECT_EQ(second.number(), number);
  {
    FileDescriptor third(open("/dev/null", O_RDONLY | O_CLOEXEC));
    second = std::move(third);
  }
  EXPECT_NE(second.number(), number);
  EXPECT_TRUE(IsOpen(second.number()));
  EXPECT_FALSE(IsOpen(number));
}

}  // namespace
}  // namespace admf
