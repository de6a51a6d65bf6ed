#pragma once

#include <map>
#include <stop_token>
#include <string>

#include "CLI/CLI.hpp"
#include "admf/v1/coordinator_service.pb.h"
#include "client/cli/session.h"

namespace admf {

/// The options --trades, --equity, --fills, --orders and --symbols, which write
/// tables of a result to files.
class ResultExports {
 public:
  /// Adds them to `app`, which this outlives.
  void AddTo(CLI::App& app);

  bool any() const { return !paths_.empty(); }

  /// Whether all files can be written, so that nobody learns it only after a
  /// long run. Says what is wrong.
  ExitCode Check(Session& session) const;

  /// Writes them; each one appears in full or not at all.
  ExitCode Write(Session& session, const std::string& workflow_id) const;

 private:
  ExitCode WriteTable(Session& session, const std::string& workflow_id,
                      v1::Table table, const std::string& path,
                      std::stop_token stop) const;

  std::map<v1::Table, std::string> paths_;
};

}  // namespace admf
