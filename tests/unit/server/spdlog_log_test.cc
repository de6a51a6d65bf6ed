#include "server/spdlog_log.h"

#include <string>

#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace admf {
namespace {

TEST(EscapeJsonTest, EscapesWhatJsonNeeds) {
  EXPECT_EQ(EscapeJson("plain"), "plain");
  EXPECT_EQ(EscapeJson("a\"b\\c\nd"), "a\\\"b\\\\c\\nd");
  EXPECT_EQ(EscapeJson(std::string("\x01", 1)), "\\u0001");
}

TEST(EscapeJsonTest, AnyBytesGiveValidJson) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  EXPECT_TRUE(nlohmann::json::accept("\"" + EscapeJson(bytes) + "\""));
}

TEST(SpdlogLogTest, AJsonLineIsOneObjectWithTheWorkflow) {
  v1::LogConfig config;
  config.set_format(v1::LOG_FORMAT_JSON);
  SpdlogLog log(config);
  testing::internal::CaptureStderr();
  log.Write(LogLevel::kWarning, "wf-1", "a \"quoted\"\nmessage");
  const std::string line = testing::internal::GetCapturedStderr();
  const auto object = nlohmann::json::parse(line);
  EXPECT_EQ(object["level"], "warning");
  EXPECT_EQ(object["workflow_id"], "wf-1");
  EXPECT_EQ(object["message"], "a \"quoted\"\nmessage");
}

TEST(SpdlogLogTest, ATextLineIsOneLine) {
  SpdlogLog log(v1::LogConfig{});
  testing::internal::CaptureStderr();
  log.Write(LogLevel::kError, "wf-1", "first\nerror  forged line");
  const std::string text = testing::internal::GetCapturedStderr();
  EXPECT_EQ(text.find('\n'), text.size() - 1);
  EXPECT_NE(text.find("wf-1 first error"), std::string::npos);
}

TEST(SpdlogLogTest, ControlCharactersAreEscaped) {
  SpdlogLog log(v1::LogConfig{});
  testing::internal::CaptureStderr();
  log.Write(LogLevel::kError, "wf\x1b",
            "a\x1b[2Jb\x07\x7f c\xc2\x9bm \xc3\xbc\td");
  const std::string text = testing::internal::GetCapturedStderr();
  EXPECT_NE(text.find("wf\\x1b a\\x1b[2Jb\\x07\\x7f c\\x9bm \xc3\xbc d\n"),
            std::string::npos)
      << text;
}

TEST(SpdlogLogTest, LinesBelowTheLevelAreNotWritten) {
  v1::LogConfig config;
  config.set_level(v1::LOG_LEVEL_ERROR);
  SpdlogLog log(config);
  testing::internal::CaptureStderr();
  log.Write(LogLevel::kWarning, "", "not this");
  log.Write(LogLevel::kError, "", "but this");
  const std::string text = testing::internal::GetCapturedStderr();
  EXPECT_EQ(text.find("not this"), std::string::npos);
  EXPECT_NE(text.find("but this"), std::string::npos);
}

}  // namespace
}  // namespace admf
