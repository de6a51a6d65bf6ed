#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "admf/v1/coordinator_service.grpc.pb.h"
#include "containers/platform/mutex.h"

namespace admf {

/// A file to which one thread appends all that has arrived, with one write and
/// one fdatasync: the least that an acknowledgement which survives a loss of
/// power costs. Thread-safe.
class GroupAppend {
 public:
  /// Ends the process if the file can't be made or written.
  explicit GroupAppend(const std::string& path);
  ~GroupAppend();

  /// Calls `durable` once the bytes are on the disk.
  void Append(const std::string& bytes, std::function<void()> durable);

 private:
  void Run();

  const int file_;
  Mutex mutex_;
  CondVar changed_;
  std::string bytes_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::function<void()>> waiting_ ABSL_GUARDED_BY(mutex_);
  bool closing_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

/// What a server of durable submissions can reach at the most with gRPC on this
/// machine: it accepts everything, appends the request's bytes to a file, and
/// answers with an id and nothing else.
class CeilingServer {
 public:
  explicit CeilingServer(const std::string& path);
  ~CeilingServer();

  const std::string& address() const { return address_; }

 private:
  class Service;

  std::unique_ptr<Service> service_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

}  // namespace admf
