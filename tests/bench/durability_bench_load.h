#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "admf/v1/coordinator_service.grpc.pb.h"

namespace admf {

/// A number of clients, each of which makes its next call when the one before
/// is answered, as people and programs do who wait for an answer.
struct Load {
  /// Calls that a second saw answered, and how long they took.
  struct Figures {
    double per_second = 0;
    double p50_ms = 0;
    double p99_ms = 0;
    /// Of this process, client and server, for each call. Says more than the
    /// rest on a machine that has other things to do.
    double cpu_us = 0;
  };
  /// Makes a call of a client and calls `answered` afterwards, on any thread.
  using Call = std::function<void(int client, std::function<void()> answered)>;

  int clients = 1;
  /// Not counted.
  absl::Duration warm_up = absl::Seconds(1);
  absl::Duration measured = absl::Seconds(4);

  /// Returns when all calls are answered.
  Figures Run(const Call& call) const;
};

double Quantile(std::vector<double> values, double quantile);

/// Connections to a server, one for every 16 clients: what is measured is the
/// server, not how many sockets a client process can poll.
class Connections {
 public:
  Connections(const std::string& address, int clients);

  admf::v1::CoordinatorService::Stub& of(int client) const {
    return *stubs_[static_cast<size_t>(client) % stubs_.size()];
  }

 private:
  std::vector<std::unique_ptr<admf::v1::CoordinatorService::Stub>> stubs_;
};

}  // namespace admf
