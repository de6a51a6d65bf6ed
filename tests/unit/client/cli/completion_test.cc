#include "client/cli/completion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "client/cli/commands/commands.h"
#include "client/cli/completion_model.h"
#include "client/cli/options.h"

namespace admf {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// The command line of admf, which all scripts are made from.
class CompletionTest : public ::testing::Test {
 protected:
  CompletionTest() {
    AddGlobalOptions(app_, &options_);
    commands_ = MakeCommands(app_);
    for (const auto& command : commands_) command->AddTo(app_);
  }

  // What a shell that is installed says of a script; "" if it is content.
  static std::string Check(const std::string& shell,
                           const std::string& script) {
    const std::string path = ::testing::TempDir() + "/admf." + shell;
    std::ofstream(path) << script;
    const std::string command = shell + " -n " + path + " 2>&1";
    FILE* pipe = popen(command.c_str(), "r");
    std::string output;
    for (int c = fgetc(pipe); c != EOF; c = fgetc(pipe)) {
      output += static_cast<char>(c);
    }
    return pclose(pipe) == 0 ? output : "failed: " + output;
  }

  static bool Installed(const std::string& shell) {
    return std::system(("command -v " + shell + " >/dev/null").c_str()) == 0;
  }

  // What bash completes `words` to; the last one is being typed.
  std::string Complete(const std::vector<std::string>& words) {
    const std::string path = ::testing::TempDir() + "/complete.bash";
    std::ofstream file(path);
    file << *CompletionScript(app_, "bash") << "COMP_WORDS=(";
    for (const std::string& word : words) file << "'" << word << "' ";
    file << ")\nCOMP_CWORD=" << words.size() - 1
         << "\n_admf\necho \"${COMPREPLY[*]}\"\n";
    file.close();
    FILE* pipe = popen(("bash " + path + " 2>&1").c_str(), "r");
    std::string output;
    for (int c = fgetc(pipe); c != EOF; c = fgetc(pipe)) {
      output += static_cast<char>(c);
    }
    pclose(pipe);
    return output;
  }

  GlobalOptions options_;
  CLI::App app_{"", "admf"};
  std::vector<std::unique_ptr<Command>> commands_;
};

TEST_F(CompletionTest, TheModelHasCommandsAndOptions) {
  const CompletionModel model = MakeCompletionModel(app_);
  std::vector<std::string> names;
  for (const auto& command : model.commands) names.push_back(command.name);
  EXPECT_THAT(names, ElementsAre("run", "gate", "submit", "status", "list",
                                 "watch", "cancel", "pause", "resume", "retry",
                                 "result", "validate", "catalog", "data",
                                 "info", "completion", "version"));
  const CompletionModel::Command& run = model.commands.front();
  EXPECT_EQ(run.argument, CompletionModel::Value::kFile);
  bool found = false;
  for (const auto& option : model.global_options) {
    if (option.names.front() != "--output") continue;
    found = true;
    EXPECT_THAT(option.names, ElementsAre("--output", "-o"));
    EXPECT_EQ(option.value, CompletionModel::Value::kChoice);
    EXPECT_THAT(option.choices, ElementsAre("table", "json", "yaml", "csv"));
  }
  EXPECT_TRUE(found);
}

TEST_F(CompletionTest, ShellsUnderstandTheirScripts) {
  int checked = 0;
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const auto script = CompletionScript(app_, shell);
    ASSERT_TRUE(script.ok()) << script.status();
    EXPECT_THAT(*script, HasSubstr("cancel-on-interrupt"));
    if (!Installed(shell)) continue;
    EXPECT_EQ(Check(shell, *script), "") << shell;
    ++checked;
  }
  if (checked == 0) GTEST_SKIP() << "no shell to check with is installed";
}

TEST_F(CompletionTest, NoOtherShells) {
  EXPECT_TRUE(absl::IsInvalidArgument(CompletionScript(app_, "tcsh").status()));
}

TEST_F(CompletionTest, BashCompletes) {
  if (!Installed("bash")) GTEST_SKIP() << "bash is not installed";
  EXPECT_EQ(Complete({"admf", "st"}), "status\n");
  EXPECT_EQ(Complete({"admf", "--server", "run", "ca"}), "cancel catalog\n");
  EXPECT_EQ(Complete({"admf", "run", "--tra"}), "--trades\n");
  EXPECT_EQ(Complete({"admf", "list", "--serv"}), "--server\n");
  EXPECT_EQ(Complete({"admf", "list", "--state", "f"}), "failed\n");
  EXPECT_EQ(Complete({"admf", "--output", "y"}), "yaml\n");
  EXPECT_EQ(Complete({"admf", "list", "-o", "y"}), "yaml\n");
  EXPECT_EQ(Complete({"admf", "list", "--output", "=", "c"}), "csv\n");
  EXPECT_EQ(Complete({"admf", "list", "--output", "="}),
            "table json yaml csv\n");
  EXPECT_EQ(Complete({"admf", "completion", ""}), "bash zsh fish\n");
  EXPECT_EQ(Complete({"admf", "pause", "--re"}), "--reason\n");
  EXPECT_EQ(Complete({"admf", "retry", "--pri"}), "--priority\n");
  EXPECT_EQ(Complete({"admf", "gate", "--ju"}), "--junit\n");
  EXPECT_EQ(Complete({"admf", "result", "--tri"}), "--trials\n");
  EXPECT_EQ(Complete({"admf", "watch", ""}), "\n");
  EXPECT_THAT(Complete({"admf", "gate", "--junit",
                        ::testing::TempDir() + "/complete.b"}),
              HasSubstr("/complete.bash\n"));
  EXPECT_THAT(Complete({"admf", "run", ::testing::TempDir() + "/complete.b"}),
              HasSubstr("/complete.bash\n"));
}

}  // namespace
}  // namespace admf
