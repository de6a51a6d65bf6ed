#include "server/spdlog_log.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "absl/strings/str_format.h"
#include "nlohmann/json.hpp"

namespace admf {
namespace {

spdlog::level::level_enum ToSpdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

spdlog::level::level_enum ToSpdlog(v1::LogLevel level) {
  switch (level) {
    case v1::LOG_LEVEL_DEBUG:
      return spdlog::level::debug;
    case v1::LOG_LEVEL_WARNING:
      return spdlog::level::warn;
    case v1::LOG_LEVEL_ERROR:
      return spdlog::level::err;
    default:
      return spdlog::level::info;
  }
}

/// Lets nobody's message control the terminal on which the log is read, or
/// forge a line: control characters, those of two bytes (U+0080 to U+009F) too,
/// appear as `\x1b`, and what separates words as a space.
std::string EscapeText(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool two_bytes = byte == 0xC2 && i + 1 < text.size() &&
                           static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (byte == '\n' || byte == '\r' || byte == '\t') {
      escaped += ' ';
    } else if (byte < 0x20 || byte == 0x7F) {
      absl::StrAppendFormat(&escaped, "\\x%02x", byte);
    } else if (two_bytes) {
      ++i;
      absl::StrAppendFormat(&escaped, "\\x%02x",
                            static_cast<unsigned char>(text[i]));
    } else {
      escaped += text[i];
    }
  }
  return escaped;
}

}  // namespace

std::string EscapeJson(std::string_view text) {
  const std::string quoted =
      nlohmann::json(text).dump(-1, ' ', /*ensure_ascii=*/false,
                                nlohmann::json::error_handler_t::replace);
  return quoted.substr(1, quoted.size() - 2);
}

SpdlogLog::SpdlogLog(const v1::LogConfig& config)
    : json_(config.format() == v1::LOG_FORMAT_JSON),
      logger_(std::make_shared<spdlog::logger>(
          "admfd", std::make_shared<spdlog::sinks::stderr_sink_mt>())) {
  logger_->set_level(ToSpdlog(config.level()));
  logger_->flush_on(spdlog::level::warn);
  // The message of a JSON line is its own second half; see Write.
  logger_->set_formatter(std::make_unique<spdlog::pattern_formatter>(
      json_ ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})"
            : "%Y-%m-%dT%H:%M:%S.%eZ %-7l %v",
      spdlog::pattern_time_type::utc));
}

SpdlogLog::~SpdlogLog() { logger_->flush(); }

void SpdlogLog::Write(LogLevel level, std::string_view workflow_id,
                      std::string_view message) {
  if (!logger_->should_log(ToSpdlog(level))) return;
  std::string line;
  if (json_) {
    if (!workflow_id.empty()) {
      line = R"("workflow_id":")" + EscapeJson(workflow_id) + R"(",)";
    }
    line += R"("message":")" + EscapeJson(message) + "\"";
  } else {
    if (!workflow_id.empty()) line = EscapeText(workflow_id) + " ";
    line += EscapeText(message);
  }
  logger_->log(ToSpdlog(level), "{}", line);
}

}  // namespace admf
