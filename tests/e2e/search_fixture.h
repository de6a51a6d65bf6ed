#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "tests/e2e/daemon_fixture.h"

namespace admf {

/// Searches and validations through a daemon with two threads, whose stop
/// interrupts what runs.
class SearchTest : public DaemonTest {
 protected:
  v1::ServerConfig ServerConfig() const {
    v1::ServerConfig config = Config();
    config.mutable_limits()->set_worker_threads(2);
    config.mutable_shutdown()->mutable_drain_time()->set_seconds(0);
    return config;
  }

  /// The result of a workflow that succeeds.
  v1::WorkflowResult Run(const std::string& yaml) {
    const std::string id = SubmitOk(yaml);
    WatchToEnd(id);
    const v1::WorkflowResult result = ResultOf(id);
    EXPECT_EQ(result.state(), v1::WORKFLOW_STATE_SUCCEEDED)
        << result.error().message();
    return result;
  }

  /// The rows of a table as CSV has them, by column.
  std::vector<std::map<std::string, std::string>> TableOf(
      const std::string& id, const std::string& name) {
    grpc::ClientContext context;
    v1::ExportTableRequest request;
    request.set_workflow_id(id);
    request.set_name(name);
    request.set_format(v1::EXPORT_FORMAT_CSV);
    const auto reader = stub().ExportTable(&context, request);
    std::string bytes;
    v1::ExportTableResponse response;
    while (reader->Read(&response)) bytes += response.data();
    const grpc::Status status = reader->Finish();
    EXPECT_TRUE(status.ok()) << status.error_message();
    std::vector<std::map<std::string, std::string>> rows;
    std::vector<std::string> header;
    for (const auto line : absl::StrSplit(bytes, '\n', absl::SkipEmpty())) {
      const std::vector<std::string> cells = absl::StrSplit(line, ',');
      if (header.empty()) {
        header = cells;
        continue;
      }
      auto& row = rows.emplace_back();
      for (size_t i = 0; i < header.size(); ++i) row[header[i]] = cells[i];
    }
    return rows;
  }

  /// What is said of the first thing that is wrong.
  std::string Refused(const std::string& yaml) {
    const auto violations = SubmitBad(yaml).violations();
    return violations.empty() ? "" : violations.front();
  }
};

}  // namespace admf
