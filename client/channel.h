#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"

namespace admf {

/// Where a daemon is and how to speak to it.
struct ChannelOptions {
  /// `HOST:PORT`, `HOST` (port 50051), `[IPV6]:PORT`, `unix:/path`, or a name
  /// that gRPC resolves, such as `dns:///host:port`.
  std::string server = "127.0.0.1:50051";
  /// Whether the connection is encrypted; implied by each of the files.
  bool tls = false;
  /// PEM file with the certificates to trust. Default: those of the system.
  std::string ca_file;
  /// PEM files with the client's own certificate and its key; both or none.
  std::string certificate_file;
  std::string private_key_file;
};

/// The address in the form that gRPC takes, with the port filled in.
/// INVALID_ARGUMENT saying what is wrong with it.
absl::StatusOr<std::string> NormalizeServerAddress(std::string_view server);

/// A channel to the daemon; connects with the first call. INVALID_ARGUMENT for
/// a bad address, a file that can't be read, or a certificate without a key.
absl::StatusOr<std::shared_ptr<grpc::Channel>> CreateChannel(
    const ChannelOptions& options);

/// Blocks until the daemon's health service says that it executes workflows.
/// DEADLINE_EXCEEDED if it did not within `timeout`.
absl::Status WaitUntilServing(const std::shared_ptr<grpc::Channel>& channel,
                              absl::Duration timeout);

}  // namespace admf
