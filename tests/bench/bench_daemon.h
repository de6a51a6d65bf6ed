#pragma once

#include <string>

#include "admf/v1/coordinator_service.grpc.pb.h"
#include "admf/v1/workflow.pb.h"

namespace admf {

/// An admfd process that benchmarks measure, and the time that it took to
/// serve. It is ended with the object.
class BenchDaemon {
 public:
  /// Runs `program` with FOLDER/data and FOLDER/state. CHECK-fails if it does
  /// not serve.
  BenchDaemon(const std::string& program, const std::string& folder);
  ~BenchDaemon();
  BenchDaemon(const BenchDaemon&) = delete;
  BenchDaemon& operator=(const BenchDaemon&) = delete;

  int process_id() const { return process_id_; }
  double start_milliseconds() const { return start_milliseconds_; }
  const std::string& address() const { return address_; }

 private:
  int process_id_ = 0;
  double start_milliseconds_ = 0;
  std::string address_;
};

/// Submits a workflow, watches it to its end, and reads the result. CHECK-fails
/// if it doesn't succeed.
admf::v1::WorkflowResult RunWorkflow(admf::v1::CoordinatorService::Stub& stub,
                                     const std::string& yaml);

}  // namespace admf
