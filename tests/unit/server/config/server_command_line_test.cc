#include "server/config/server_command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace admf {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

ServerCommandLine Parse(const std::vector<std::string>& arguments) {
  return ParseServerCommandLine(arguments, "1.2.3");
}

TEST(ServerCommandLineTest, IsEmptyWithoutArguments) {
  const auto line = Parse({});
  EXPECT_EQ(line.problem, "");
  EXPECT_EQ(line.text, "");
  EXPECT_FALSE(line.check_config);
  EXPECT_EQ(line.config_file, std::nullopt);
  EXPECT_THAT(line.settings, IsEmpty());
}

TEST(ServerCommandLineTest, ReadsEveryFlag) {
  const auto line =
      Parse({"--config", "a.yaml", "--check-config", "--listen=[::1]:0",
             "--data-root", "/data", "--state-dir", "/state", "--port-file",
             "/port", "--log-format", "json", "--log-level", "debug"});
  EXPECT_EQ(line.problem, "");
  EXPECT_TRUE(line.check_config);
  EXPECT_EQ(line.config_file, "a.yaml");
  EXPECT_THAT(
      line.settings,
      ElementsAre(Pair("--data-root", "/data"), Pair("--listen", "[::1]:0"),
                  Pair("--log-format", "json"), Pair("--log-level", "debug"),
                  Pair("--port-file", "/port"), Pair("--state-dir", "/state")));
}

TEST(ServerCommandLineTest, KnowsAnEmptyValueFromNone) {
  const auto line = Parse({"--data-root", "", "--config", ""});
  EXPECT_EQ(line.config_file, "");
  EXPECT_THAT(line.settings, ElementsAre(Pair("--data-root", "")));
}

TEST(ServerCommandLineTest, JournalCommandsTakeTheSettingsOfTheDaemon) {
  const auto backup = Parse({"--config", "a.yaml", "journal", "backup", "b.db",
                             "--state-dir", "/state"});
  EXPECT_EQ(backup.problem, "");
  EXPECT_EQ(backup.journal_command, JournalCommand::kBackUp);
  EXPECT_EQ(backup.backup_destination, "b.db");
  EXPECT_EQ(backup.config_file, "a.yaml");
  EXPECT_THAT(backup.settings, ElementsAre(Pair("--state-dir", "/state")));
  EXPECT_EQ(Parse({"journal", "check"}).journal_command,
            JournalCommand::kCheck);
  EXPECT_EQ(Parse({"journal", "compact"}).journal_command,
            JournalCommand::kCompact);
  EXPECT_EQ(Parse({}).journal_command, std::nullopt);
  EXPECT_THAT(Parse({"journal", "--help"}).text, HasSubstr("compact"));
}

TEST(ServerCommandLineTest, RefusesJournalCommandsThatAreNone) {
  const std::vector<std::vector<std::string>> wrong = {
      {"journal"},
      {"journal", "backup"},
      {"journal", "backup", "a", "b"},
      {"journal", "check", "a"},
      {"journal", "check", "compact"},
      {"journal", "vacuum"},
      {"journal", "check", "--check-config"}};
  for (const auto& arguments : wrong) {
    EXPECT_NE(Parse(arguments).problem, "")
        << testing::PrintToString(arguments);
  }
}

TEST(ServerCommandLineTest, PrintsHelpAndVersion) {
  EXPECT_EQ(Parse({"--version"}).text, "admfd 1.2.3\n");
  const std::string help = Parse({"--help"}).text;
  EXPECT_EQ(Parse({"-h"}).text, help);
  for (const ServerSetting& setting : ServerSettings()) {
    EXPECT_THAT(help, HasSubstr(setting.flag));
    EXPECT_THAT(help, HasSubstr(setting.variable));
  }
  EXPECT_THAT(help, HasSubstr("--config FILE"));
  EXPECT_THAT(help, HasSubstr("--check-config"));
  EXPECT_THAT(help, HasSubstr("Flags come before environment variables"));
}

TEST(ServerCommandLineTest, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(Parse({"--lsten", "x:1"}).problem,
            "The following arguments were not expected: x:1 --lsten; see "
            "admfd --help");
  EXPECT_THAT(Parse({"serve"}).problem, HasSubstr("serve; see admfd --help"));
  EXPECT_THAT(Parse({"--listen"}).problem, HasSubstr("--listen"));
  EXPECT_THAT(Parse({"--config="}).problem, HasSubstr("--config"));
  EXPECT_THAT(Parse({"--listen", "a:1", "--listen", "b:2"}).problem,
              HasSubstr("--listen"));
  EXPECT_THAT(Parse({"--check-config=maybe"}).problem,
              HasSubstr("--check-config"));
}

TEST(ServerCommandLineTest, NamesFieldsByPath) {
  std::vector<std::string> paths;
  for (const ServerSetting& setting : ServerSettings()) {
    paths.push_back(setting.path());
  }
  EXPECT_THAT(paths, ElementsAre("listen", "data_root", "state_dir",
                                 "port_file", "log.format", "log.level"));
}

}  // namespace
}  // namespace admf
