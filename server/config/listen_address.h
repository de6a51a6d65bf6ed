#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace admf {

/// Where the daemon listens.
struct ListenAddress {
  /// An IPv4 or IPv6 address (without brackets) or the name of a host.
  std::string host;
  /// 0 takes a free one.
  int port = 0;

  /// Whether only this machine can reach it: 127.0.0.0/8, ::1, `localhost`.
  bool IsLoopback() const;
};

/// Reads `HOST:PORT`, with IPv6 addresses in brackets: `127.0.0.1:50051`,
/// `[::1]:0`, `example.org:443`. INVALID_ARGUMENT with the description of the
/// problem if it isn't one.
absl::StatusOr<ListenAddress> ParseListenAddress(std::string_view text);

}  // namespace admf
