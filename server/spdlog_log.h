#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "admf/v1/server_config.pb.h"
#include "coordinator/log.h"

namespace spdlog {
class logger;
}

namespace admf {

/// Writes log lines to standard error with spdlog, as text for people or as one
/// JSON object a line:
///
///   2026-03-01T12:00:00.123Z info  wf-2h7k... submitted
///   {"time":"2026-03-01T12:00:00.123Z","level":"info","workflow_id":"wf-2h7k...","message":"submitted"}
///
/// Thread-safe.
class SpdlogLog : public Log {
 public:
  explicit SpdlogLog(const admf::v1::LogConfig& config);
  ~SpdlogLog() override;

  void Write(LogLevel level, std::string_view workflow_id,
             std::string_view message) override;

 private:
  const bool json_;
  const std::shared_ptr<spdlog::logger> logger_;
};

/// The inside of a JSON string: quotes, backslashes and control characters
/// escaped, bytes that are no UTF-8 replaced.
std::string EscapeJson(std::string_view text);

}  // namespace admf
