#pragma once

#include <string_view>

namespace admf {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

/// Where the coordinator says what it does. The server writes it with spdlog.
/// Implementations are thread-safe.
class Log {
 public:
  virtual ~Log() = default;
  /// `workflow_id` is empty for what belongs to no workflow.
  virtual void Write(LogLevel level, std::string_view workflow_id,
                     std::string_view message) = 0;
};

}  // namespace admf
