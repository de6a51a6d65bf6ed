#pragma once

#include <grpcpp/server.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "admf/v1/server_config.pb.h"
#include "server/stream_registry.h"

namespace admf {

/// A gRPC server on one address, with the standard health service and, if
/// configured, reflection.
///
/// Thread-safe after Create.
class GrpcServer {
 public:
  struct Options {
    /// Resolved: listen, tls and reflection are used.
    admf::v1::ServerConfig config;
    /// Outlives the server; so do the streams.
    grpc::Service* service = nullptr;
    StreamRegistry* streams = nullptr;
  };

  /// Listens and answers, but says NOT_SERVING. UNAVAILABLE if the address
  /// can't be had, INVALID_ARGUMENT for certificates that can't be used.
  static absl::StatusOr<std::unique_ptr<GrpcServer>> Create(
      const Options& options);

  /// The port that it listens on.
  int port() const { return port_; }

  /// What the health service says of the server and of the coordinator's
  /// service.
  void SetServing(bool serving);

  /// Ends all streams, lets running calls finish for `grace`, and returns when
  /// everything has ended. Call once.
  void Shutdown(absl::Duration grace);

 private:
  GrpcServer(std::unique_ptr<grpc::Server> server, int port,
             StreamRegistry* streams);

  const std::unique_ptr<grpc::Server> server_;
  const int port_;
  StreamRegistry* const streams_;
};

}  // namespace admf
