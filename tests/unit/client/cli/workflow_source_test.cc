#include "client/cli/workflow_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace admf {
namespace {

using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

absl::StatusOr<v1::WorkflowInput> ReadText(const std::string& text) {
  std::istringstream standard_input(text);
  return WorkflowSource().Read("-", standard_input);
}

TEST(WorkflowSourceTest, ReadsTheStandardInput) {
  const auto input = ReadText("workflow: {}\n");
  ASSERT_TRUE(input.ok()) << input.status();
  EXPECT_EQ(input->yaml(), "workflow: {}\n");
  EXPECT_EQ(input->file_name(), "<stdin>");
}

TEST(WorkflowSourceTest, ReadsAFile) {
  const std::string path = ::testing::TempDir() + "/goog.yaml";
  std::ofstream(path) << "workflow: {name: \u00fcber}\n";
  std::istringstream unused;
  const auto input = WorkflowSource().Read(path, unused);
  ASSERT_TRUE(input.ok()) << input.status();
  EXPECT_EQ(input->yaml(), "workflow: {name: \u00fcber}\n");
  EXPECT_EQ(input->file_name(), path);
}

TEST(WorkflowSourceTest, SaysWhyAFileCannotBeRead) {
  std::istringstream unused;
  const auto missing = WorkflowSource().Read("/nonexistent.yaml", unused);
  EXPECT_EQ(std::string(missing.status().message()),
            "can't read /nonexistent.yaml: No such file or directory");
  const auto folder = WorkflowSource().Read(::testing::TempDir(), unused);
  EXPECT_THAT(std::string(folder.status().message()), HasSubstr("can't read"));
}

TEST(WorkflowSourceTest, LeavesLimitsBelowThoseOfGrpcToTheDaemon) {
  EXPECT_TRUE(ReadText(std::string(2 << 20, '#')).ok());
  EXPECT_THAT(
      std::string(ReadText(std::string(4 << 20, '#')).status().message()),
      HasSubstr("is larger than 3 MiB"));
}

TEST(WorkflowSourceTest, TakesOnlyUtf8) {
  EXPECT_TRUE(ReadText("").ok());
  EXPECT_TRUE(ReadText("\u00fc \u20ac \U0001f4c8").ok());
  for (const char* text : {"\xff", "\xc3", "\xc3(", "\xe2\x82", "\xc0\x80",
                           "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                           "\xf5\x80\x80\x80", "PAR1\x15\x04\x90"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(ReadText(text).status())) << text;
  }
}

TEST(WorkflowSourceTest, SetsParameters) {
  CLI::App app;
  WorkflowSource source;
  source.AddTo(app);
  app.parse(
      "--set fast_period=12 --set slow_period=5 --set slow_period=30 "
      "--set note=a=b --set empty=");
  std::istringstream text("workflow: {}");
  const auto input = source.Read("-", text);
  ASSERT_TRUE(input.ok());
  EXPECT_THAT(
      input->parameter_overrides(),
      UnorderedElementsAre(Pair("fast_period", "12"), Pair("slow_period", "30"),
                           Pair("note", "a=b"), Pair("empty", "")));
}

TEST(WorkflowSourceTest, ParametersHaveANameAndAValue) {
  for (const char* arguments : {"--set fast_period", "--set =12"}) {
    CLI::App app;
    WorkflowSource source;
    source.AddTo(app);
    EXPECT_THROW(app.parse(arguments), CLI::ValidationError) << arguments;
  }
}

}  // namespace
}  // namespace admf
