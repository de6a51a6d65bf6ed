#pragma once

#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "admf/v1/coordinator_service.pb.h"
#include "client/cli/session.h"

namespace admf {

/// The options --trades, --equity, --fills, --orders, --symbols and --trials,
/// and --table for any other, which write tables of a result to files.
class ResultExports {
 public:
  /// Adds them to `app`, which this outlives.
  void AddTo(CLI::App& app);

  /// The names of all of these options.
  static std::vector<std::string> OptionNames();

  bool any() const { return !paths_.empty(); }

  /// Whether all files can be written, so that nobody learns it only after a
  /// long run. Says what is wrong.
  ExitCode Check(Session& session) const;

  /// Writes them; each one appears in full or not at all.
  ExitCode Write(Session& session, const std::string& workflow_id) const;

 private:
  ExitCode WriteTable(Session& session, const std::string& workflow_id,
                      const std::string& table, const std::string& path,
                      std::stop_token stop) const;
  absl::Status Add(const std::string& table, const std::string& path);

  // By the name of the table.
  std::map<std::string, std::string> paths_;
};

}  // namespace admf
