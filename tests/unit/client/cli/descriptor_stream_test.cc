#include "client/cli/descriptor_stream.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <ostream>
#include <string>

namespace admf {
namespace {

class DescriptorStreamTest : public ::testing::Test {
 protected:
  DescriptorStreamTest() { EXPECT_EQ(pipe(pipe_), 0); }
  ~DescriptorStreamTest() override {
    close(pipe_[0]);
    close(pipe_[1]);
  }

  std::string ReadAll() {
    std::string text(1000, '\0');
    const ssize_t count = read(pipe_[0], text.data(), text.size());
    text.resize(count < 0 ? 0 : count);
    return text;
  }

  int pipe_[2];
};

TEST_F(DescriptorStreamTest, WritesWhenFlushed) {
  DescriptorBuffer buffer(pipe_[1]);
  std::ostream stream(&buffer);
  stream << "workflow " << 12 << std::flush;
  EXPECT_EQ(ReadAll(), "workflow 12");
  EXPECT_EQ(buffer.error_number(), 0);
}

TEST_F(DescriptorStreamTest, WritesTheRestWhenDestroyed) {
  {
    DescriptorBuffer buffer(pipe_[1]);
    std::ostream(&buffer) << "rest";
  }
  EXPECT_EQ(ReadAll(), "rest");
}

TEST_F(DescriptorStreamTest, WritesMoreThanItsBuffer) {
  const std::string text(40000, 'x');
  DescriptorBuffer buffer(pipe_[1]);
  std::ostream stream(&buffer);
  stream << text << std::flush;
  size_t size = 0;
  while (size < text.size()) size += ReadAll().size();
  EXPECT_EQ(size, text.size());
}

TEST_F(DescriptorStreamTest, RemembersWhyWritingFailed) {
  std::signal(SIGPIPE, SIG_IGN);
  close(pipe_[0]);
  DescriptorBuffer buffer(pipe_[1]);
  std::ostream stream(&buffer);
  stream << "nobody reads" << std::flush;
  EXPECT_FALSE(stream.good());
  EXPECT_EQ(buffer.error_number(), EPIPE);
  stream.clear();
  stream << "more" << std::flush;
  EXPECT_EQ(buffer.error_number(), EPIPE);
}

TEST(DescriptorStreamFullTest, AFullDiskIsAnError) {
  const int full = open("/dev/full", O_WRONLY);
  if (full < 0) GTEST_SKIP() << "this system has no /dev/full";
  DescriptorBuffer buffer(full);
  std::ostream(&buffer) << "text" << std::flush;
  EXPECT_EQ(buffer.error_number(), ENOSPC);
  close(full);
}

}  // namespace
}  // namespace admf
