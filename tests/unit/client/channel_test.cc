#include "client/channel.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "tests/unit/client/fake_coordinator.h"

namespace admf {
namespace {

using ::testing::HasSubstr;

TEST(ServerAddressTest, FillsInThePort) {
  EXPECT_EQ(*NormalizeServerAddress("localhost"), "localhost:50051");
  EXPECT_EQ(*NormalizeServerAddress("[::1]"), "[::1]:50051");
}

TEST(ServerAddressTest, KeepsWhatIsComplete) {
  for (const char* address :
       {"127.0.0.1:50051", "trading.example.com:443", "[::1]:9000",
        "unix:/run/admf.sock", "unix:///run/admf.sock",
        "dns:///trading.example.com:50051", "ipv4:10.0.0.1:50051"}) {
    EXPECT_EQ(*NormalizeServerAddress(address), address);
  }
}

TEST(ServerAddressTest, RefusesWhatIsNoAddress) {
  const struct {
    const char* address;
    const char* problem;
  } cases[] = {
      {"", "it is empty"},
      {"http://localhost:50051", "it is a URL"},
      {"localhost:0", "from 1 to 65535"},
      {"localhost:99999", "from 1 to 65535"},
      {"localhost:http", "from 1 to 65535"},
      {"localhost:", "from 1 to 65535"},
      {":50051", "the host is missing"},
      {"::1", "the host is missing"},
      {"fe80::1", "stands in brackets"},
      {"[::1", "the bracket is not closed"},
      {"local host", "a space or a slash"},
  };
  for (const auto& c : cases) {
    const auto address = NormalizeServerAddress(c.address);
    ASSERT_TRUE(absl::IsInvalidArgument(address.status())) << c.address;
    EXPECT_THAT(std::string(address.status().message()), HasSubstr(c.problem));
  }
}

TEST(ChannelTest, CertificateAndKeyBelongTogether) {
  ChannelOptions options;
  options.certificate_file = "client.pem";
  const auto channel = CreateChannel(options);
  ASSERT_TRUE(absl::IsInvalidArgument(channel.status()));
  EXPECT_THAT(std::string(channel.status().message()), HasSubstr("together"));
}

TEST(ChannelTest, NamesTheFileThatCannotBeRead) {
  ChannelOptions options;
  options.ca_file = "/nonexistent/ca.pem";
  const auto channel = CreateChannel(options);
  ASSERT_TRUE(absl::IsInvalidArgument(channel.status()));
  EXPECT_THAT(std::string(channel.status().message()),
              HasSubstr("/nonexistent/ca.pem"));
}

TEST(ChannelTest, RefusesAnEmptyFile) {
  ChannelOptions options;
  options.ca_file = ::testing::TempDir() + "/empty.pem";
  std::ofstream(options.ca_file).close();
  EXPECT_TRUE(absl::IsInvalidArgument(CreateChannel(options).status()));
}

TEST(ChannelTest, WaitsForAServingDaemon) {
  FakeCoordinator fake;
  ChannelOptions options;
  options.server = fake.address();
  EXPECT_TRUE(WaitUntilServing(*CreateChannel(options), absl::Minutes(5)).ok());
}

TEST(ChannelTest, WaitingEndsWithItsTime) {
  FakeCoordinator fake;
  ChannelOptions options;
  options.server = fake.address();
  fake.Stop();
  EXPECT_TRUE(absl::IsDeadlineExceeded(
      WaitUntilServing(*CreateChannel(options), absl::Milliseconds(20))));
}

TEST(ChannelTest, RefusesAFileThatIsNoPem) {
  ChannelOptions options;
  options.ca_file = ::testing::TempDir() + "/ca.der";
  std::ofstream(options.ca_file) << "0\x82\x01";
  const auto channel = CreateChannel(options);
  ASSERT_TRUE(absl::IsInvalidArgument(channel.status()));
  EXPECT_THAT(std::string(channel.status().message()),
              HasSubstr("is no PEM file"));
}

}  // namespace
}  // namespace admf
