#include "server/config/listen_address.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace admf {
namespace {

TEST(ListenAddressTest, ReadsHostsAndPorts) {
  const struct {
    std::string text;
    std::string host;
    int port;
    bool is_loopback;
  } cases[] = {
      {"127.0.0.1:50051", "127.0.0.1", 50051, true},
      {"127.1.2.3:0", "127.1.2.3", 0, true},
      {"[::1]:65535", "::1", 65535, true},
      {"[0:0:0:0:0:0:0:1]:1", "0:0:0:0:0:0:0:1", 1, true},
      {"localhost:1", "localhost", 1, true},
      {"LocalHost:1", "LocalHost", 1, true},
      {"0.0.0.0:1", "0.0.0.0", 1, false},
      {"[::]:1", "::", 1, false},
      {"10.0.0.1:1", "10.0.0.1", 1, false},
      {"127.example.org:443", "127.example.org", 443, false},
      {"research-1.example.org:443", "research-1.example.org", 443, false},
      {"localhost.example.org:1", "localhost.example.org", 1, false},
  };
  for (const auto& [text, host, port, is_loopback] : cases) {
    const auto address = ParseListenAddress(text);
    ASSERT_TRUE(address.ok()) << address.status();
    EXPECT_EQ(address->host, host);
    EXPECT_EQ(address->port, port);
    EXPECT_EQ(address->IsLoopback(), is_loopback) << text;
  }
}

std::string Problem(std::string_view text) {
  const auto address = ParseListenAddress(text);
  EXPECT_EQ(address.status().code(), absl::StatusCode::kInvalidArgument)
      << std::string(text);
  return std::string(address.status().message());
}

TEST(ListenAddressTest, NeedsAPort) {
  for (const std::string text :
       {"", "localhost", "127.0.0.1", "localhost:", "localhost:http",
        "localhost:1x", "localhost:-1", "localhost:+1", "localhost: 1",
        "[::1]"}) {
    EXPECT_EQ(Problem(text),
              "`" + text +
                  "` has no port; write HOST:PORT such as `127.0.0.1:50051` or "
                  "`[::1]:50051`");
  }
}

TEST(ListenAddressTest, KnowsWhichPortsThereAre) {
  for (const std::string text :
       {"localhost:65536", "localhost:99999", "localhost:99999999999999"}) {
    EXPECT_EQ(Problem(text),
              "`" + text +
                  "` has a port that doesn't exist; ports go from 1 to 65535, "
                  "and 0 takes a free one");
  }
}

TEST(ListenAddressTest, NeedsAHost) {
  for (const std::string text :
       {":50051", "256.0.0.1:1", "1.2.3:1", "[127.0.0.1]:1", "[]:1", "[::1:1",
        "a b:1", "-a:1", "a-:1", "a..b:1", ".a:1", "unix:///x:1", "a/b:1",
        "[fe80::1%eth0]:1"}) {
    EXPECT_EQ(Problem(text), "`" + text +
                                 "` has no valid host; write HOST:PORT such as "
                                 "`127.0.0.1:50051` or `[::1]:50051`");
  }
  EXPECT_EQ(Problem("::1:50051"),
            "`::1:50051` has an IPv6 address without brackets; write HOST:PORT "
            "such as `127.0.0.1:50051` or `[::1]:50051`");
  EXPECT_THAT(Problem(std::string(254, 'a') + ":1"),
              testing::HasSubstr("has no valid host"));
}

}  // namespace
}  // namespace admf
