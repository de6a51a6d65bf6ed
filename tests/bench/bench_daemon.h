#pragma once

#include <string>

#include "admf/v1/coordinator_service.grpc.pb.h"

namespace admf {

/// An admfd process that benchmarks measure, and the time that it took to
/// serve. It is ended with the object, by a shutdown.
class BenchDaemon {
 public:
  /// Runs `program`. CHECK-fails if it does not serve.
  BenchDaemon(const std::string& program, const std::string& data_folder,
              const std::string& state_folder);
  /// The same with FOLDER/data and FOLDER/state.
  BenchDaemon(const std::string& program, const std::string& folder)
      : BenchDaemon(program, folder + "/data", folder + "/state") {}
  ~BenchDaemon();
  BenchDaemon(const BenchDaemon&) = delete;
  BenchDaemon& operator=(const BenchDaemon&) = delete;

  /// Ends it as a crash does. What it does with its state folder in a shutdown
  /// is left undone.
  void Kill();

  int process_id() const { return process_id_; }
  double start_milliseconds() const { return start_milliseconds_; }
  const std::string& address() const { return address_; }

 private:
  void End(int signal);

  /// 0 once it is ended.
  int process_id_ = 0;
  double start_milliseconds_ = 0;
  std::string address_;
};

/// Submits a workflow and returns its id. CHECK-fails if it isn't accepted.
std::string SubmitWorkflow(admf::v1::CoordinatorService::Stub& stub,
                           const std::string& yaml);

/// How long the calls of RunWorkflow took, in milliseconds.
struct RunTimes {
  double submit = 0;
  double watch = 0;
  double result = 0;
  double all = 0;
};

/// Submits a workflow, watches it to its end, and reads the result. CHECK-fails
/// if it doesn't succeed.
RunTimes RunWorkflow(admf::v1::CoordinatorService::Stub& stub,
                     const std::string& yaml);

}  // namespace admf
