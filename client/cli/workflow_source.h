#pragma once

#include <istream>
#include <map>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "admf/v1/coordinator_service.pb.h"

namespace admf {

/// A workflow file as commands take it: a name, or `-` for the standard input,
/// and the option --set for its parameters.
class WorkflowSource {
 public:
  /// Adds --set to `app`, which this outlives.
  void AddTo(CLI::App& app);

  /// Reads the file. INVALID_ARGUMENT if it can't be read or is larger than any
  /// server takes.
  absl::StatusOr<v1::WorkflowInput> Read(const std::string& name,
                                         std::istream& standard_input) const;

 private:
  std::map<std::string, std::string> overrides_;
};

}  // namespace admf
