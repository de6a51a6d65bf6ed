#include "server/config/server_options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <string>
#include <vector>

#include "containers/platform/posix_file_system.h"
#include "containers/platform/testing/faulty_file_system.h"
#include "containers/platform/testing/temporary_folder.h"
#include "google/protobuf/util/message_differencer.h"
#include "server/config/proto_to_yaml.h"
#include "server/config/yaml_to_proto.h"

namespace admf {
namespace {

using google::protobuf::util::MessageDifferencer;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

class ServerOptionsTest : public testing::Test {
 protected:
  ServerOptionsTest() {
    sources_.working_directory = folder_.path();
    sources_.hardware_concurrency = 2;
    sources_.version = "1.2.3";
    sources_.file_system = &files_;
  }

  /// Writes a configuration file and puts it on the command line.
  void WriteConfig(const std::string& text) {
    ASSERT_TRUE(posix_.WriteFileDurably(folder_ / "admfd.yaml", text).ok());
    sources_.arguments.insert(sources_.arguments.end(),
                              {"--config", "admfd.yaml"});
  }

  std::vector<std::string> Problems() {
    std::vector<std::string> texts;
    for (const auto& problem : ReadServerOptions(sources_).problems) {
      texts.push_back(ToString(problem));
    }
    return texts;
  }

  v1::ServerConfig Config() {
    ServerOptions options = ReadServerOptions(sources_);
    EXPECT_THAT(options.problems, IsEmpty());
    return options.config;
  }

  const TemporaryFolder folder_;
  PosixFileSystem posix_;
  FaultyFileSystem files_{&posix_};
  ServerOptionSources sources_;
};

TEST_F(ServerOptionsTest, HasDefaultsForEverything) {
  const v1::ServerConfig config = Config();
  EXPECT_EQ(config.listen(), "127.0.0.1:50051");
  EXPECT_EQ(config.data_root(), folder_ / "data");
  EXPECT_EQ(config.limits().worker_threads(), 2);
  EXPECT_EQ(ReadServerOptions(sources_).action, ServerOptions::Action::kServe);
}

TEST_F(ServerOptionsTest, FlagsComeBeforeVariablesAndTheseBeforeTheFile) {
  WriteConfig(
      "listen: '[::1]:1'\ndata_root: file\nport_file: file\n"
      "log: {format: json, level: error}\nreflection: false\n");
  sources_.environment = {{"ADMF_LISTEN", "127.0.0.1:2"},
                          {"ADMF_DATA_ROOT", "variable"},
                          {"ADMF_LOG_LEVEL", "debug"},
                          {"ADMF_STATE_DIR", ""},
                          {"OTHER", "x"}};
  sources_.arguments.insert(sources_.arguments.end(),
                            {"--listen", "localhost:3"});
  const v1::ServerConfig config = Config();
  EXPECT_EQ(config.listen(), "localhost:3");
  EXPECT_EQ(config.data_root(), folder_ / "variable");
  EXPECT_EQ(config.port_file(), folder_ / "file");
  EXPECT_EQ(config.state_dir(), folder_ / "state");
  EXPECT_EQ(config.log().format(), v1::LOG_FORMAT_JSON);
  EXPECT_EQ(config.log().level(), v1::LOG_LEVEL_DEBUG);
  EXPECT_FALSE(config.reflection());
}

TEST_F(ServerOptionsTest, TakesEverySettingFromEitherSource) {
  const struct {
    std::string flag;
    std::string variable;
    std::string value;
    std::string (*get)(const v1::ServerConfig&);
  } settings[] = {
      {"--listen", "ADMF_LISTEN", "[::1]:7",
       [](const v1::ServerConfig& c) { return c.listen(); }},
      {"--data-root", "ADMF_DATA_ROOT", "/a",
       [](const v1::ServerConfig& c) { return c.data_root(); }},
      {"--state-dir", "ADMF_STATE_DIR", "/b",
       [](const v1::ServerConfig& c) { return c.state_dir(); }},
      {"--port-file", "ADMF_PORT_FILE", "/c",
       [](const v1::ServerConfig& c) { return c.port_file(); }},
      {"--log-format", "ADMF_LOG_FORMAT", "json",
       [](const v1::ServerConfig& c) {
         return std::string(c.log().format() == v1::LOG_FORMAT_JSON ? "json"
                                                                    : "?");
       }},
      {"--log-level", "ADMF_LOG_LEVEL", "warning",
       [](const v1::ServerConfig& c) {
         return std::string(c.log().level() == v1::LOG_LEVEL_WARNING ? "warning"
                                                                     : "?");
       }},
  };
  for (const auto& setting : settings) {
    sources_.arguments = {setting.flag, setting.value};
    sources_.environment.clear();
    EXPECT_EQ(setting.get(Config()), setting.value) << setting.flag;
    sources_.arguments.clear();
    sources_.environment = {{setting.variable, setting.value}};
    EXPECT_EQ(setting.get(Config()), setting.value) << setting.variable;
  }
}

TEST_F(ServerOptionsTest, ReadsThePathOfTheFileFromTheWorkingDirectory) {
  WriteConfig("limits: {worker_threads: 5}");
  EXPECT_EQ(Config().limits().worker_threads(), 5);
  sources_.arguments = {"--config", folder_ / "admfd.yaml"};
  EXPECT_EQ(Config().limits().worker_threads(), 5);
}

TEST_F(ServerOptionsTest, AcceptsAFileWithCommentsOnly) {
  WriteConfig("# listen: 127.0.0.1:50051\n");
  EXPECT_EQ(Config().listen(), "127.0.0.1:50051");
}

TEST_F(ServerOptionsTest, LocatesProblemsOfTheFile) {
  WriteConfig(
      "listen: 0.0.0.0:80\n"
      "limits:\n"
      "  worker_threads: 0\n"
      "  max_call_time: 2h\n"
      "  threads: 1\n"
      "tls:\n"
      "  certificate_file: missing.pem\n"
      "data_root: ''\n"
      "log: {level: loud}\n");
  const auto problems = Problems();
  ASSERT_EQ(problems.size(), 7U);
  EXPECT_EQ(problems[0],
            "admfd.yaml:3:19: limits.worker_threads: must not be 0; remove "
            "the key for the default");
  EXPECT_EQ(problems[1],
            "admfd.yaml:4:18: limits.max_call_time: 2h is out of range; it "
            "must be from 1s to 1h");
  EXPECT_THAT(problems[2],
              StartsWith("admfd.yaml:5:3: limits.threads: unknown key "
                         "`threads`; the keys here are "));
  EXPECT_EQ(problems[3],
            "admfd.yaml:6:1: tls.private_key_file: is missing; `tls` needs "
            "certificate_file and private_key_file");
  EXPECT_THAT(problems[4],
              StartsWith("admfd.yaml:7:21: tls.certificate_file:"));
  EXPECT_EQ(problems[5],
            "admfd.yaml:8:12: data_root: must not be empty; remove the key for "
            "the default");
  EXPECT_EQ(problems[6],
            "admfd.yaml:9:14: log.level: `loud` is not a valid value; valid "
            "are `debug`, `info`, `warning`, `error`");
}

TEST_F(ServerOptionsTest, NamesTheFlagOrVariableThatIsWrong) {
  sources_.arguments = {"--listen", "127.0.0.1:99999", "--state-dir", ""};
  sources_.environment = {{"ADMF_LOG_FORMAT", "jsn"},
                          {"ADMF_DATA_ROOT", "~/data"},
                          {"ADMF_PORT_FILE", "\xFF"}};
  EXPECT_THAT(
      Problems(),
      ElementsAre("--state-dir: state_dir: must not be empty",
                  "ADMF_PORT_FILE: port_file: the byte 0xFF is not UTF-8; save "
                  "the text as UTF-8",
                  "ADMF_LOG_FORMAT: log.format: `jsn` is not a valid value; "
                  "did you mean `json`? valid are `text`, `json`",
                  "--listen: listen: `127.0.0.1:99999` has a port that doesn't "
                  "exist; ports go from 1 to 65535, and 0 takes a free one",
                  "ADMF_DATA_ROOT: data_root: `~` is not expanded here; write "
                  "the whole path"));
}

TEST_F(ServerOptionsTest, LooksAtTheStrongestSourceOnly) {
  WriteConfig("listen: 0.0.0.0:80\n");
  sources_.environment = {{"ADMF_LISTEN", "nonsense"}};
  sources_.arguments.insert(sources_.arguments.end(),
                            {"--listen", "127.0.0.1:0"});
  EXPECT_EQ(Config().listen(), "127.0.0.1:0");
}

TEST_F(ServerOptionsTest, ReportsAFileThatCantBeRead) {
  sources_.arguments = {"--config", "missing.yaml"};
  auto problems = Problems();
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_THAT(problems[0], StartsWith("--config: "));
  EXPECT_THAT(problems[0], HasSubstr("missing.yaml"));

  sources_.arguments.clear();
  WriteConfig("reflection: false");
  files_.FailAllCalls(FaultyFileSystem::Operation::kReadFile, EIO);
  problems = Problems();
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_THAT(problems[0], StartsWith("--config: "));
}

TEST_F(ServerOptionsTest, ReadsNoEndlessAndNoHugeFile) {
  sources_.arguments = {"--config", "/dev/zero"};
  EXPECT_THAT(Problems(),
              ElementsAre(HasSubstr("/dev/zero': it is a device or a pipe")));
  sources_.arguments.clear();
  WriteConfig("#" + std::string(1 << 20, 'x'));
  EXPECT_THAT(Problems(),
              ElementsAre(HasSubstr("has 1048577 bytes; a configuration has at "
                                    "most 1048576")));
}

TEST_F(ServerOptionsTest, ReportsAFileThatIsNotYaml) {
  WriteConfig("listen: [\n");
  EXPECT_THAT(Problems(), ElementsAre("admfd.yaml:2:1: not valid YAML: a list "
                                      "in brackets is not closed; a `]` or a "
                                      "`,` is missing"));
}

TEST_F(ServerOptionsTest, ReportsABadCommandLine) {
  sources_.arguments = {"--port", "80"};
  const auto problems = Problems();
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_THAT(problems[0], HasSubstr("see admfd --help"));
}

TEST_F(ServerOptionsTest, TellsWhatToDo) {
  sources_.arguments = {"--check-config"};
  EXPECT_EQ(ReadServerOptions(sources_).action,
            ServerOptions::Action::kCheckConfig);
  // Whatever else is said.
  WriteConfig("nonsense");
  sources_.arguments.emplace_back("--version");
  const ServerOptions version = ReadServerOptions(sources_);
  EXPECT_EQ(version.action, ServerOptions::Action::kPrintText);
  EXPECT_EQ(version.text, "admfd 1.2.3\n");
  EXPECT_THAT(version.problems, IsEmpty());
}

TEST_F(ServerOptionsTest, TheEffectiveConfigurationReadsBack) {
  WriteConfig(
      "cache: {feeds_mb: 0}\nshutdown: {drain_time: 0s}\n"
      "reflection: false\nlimits: {max_call_time: 1500ms}\n");
  const v1::ServerConfig config = Config();
  const std::string yaml = PrintYaml(config);
  EXPECT_EQ(yaml,
            "listen: 127.0.0.1:50051\n"
            "data_root: " +
                (folder_ / "data") +
                "\n"
                "state_dir: " +
                (folder_ / "state") +
                "\n"
                "limits:\n"
                "  max_running_workflows: 2\n"
                "  max_queued_workflows: 10000\n"
                "  worker_threads: 2\n"
                "  max_memory_per_workflow_mb: 2048\n"
                "  max_workflow_time: 24h\n"
                "  max_call_time: 1s500ms\n"
                "  max_pooled_containers: 8\n"
                "  priority_aging: 10m\n"
                "  max_crashes_per_phase: 3\n"
                "cache:\n"
                "  feeds_mb: 0\n"
                "  indicators_mb: 256\n"
                "  disk_mb: 10240\n"
                "shutdown:\n"
                "  drain_time: 0s\n"
                "log:\n"
                "  format: text\n"
                "  level: info\n"
                "reflection: false\n");
  ASSERT_TRUE(posix_.WriteFileDurably(folder_ / "effective.yaml", yaml).ok());
  sources_.arguments = {"--config", "effective.yaml"};
  sources_.hardware_concurrency = 64;
  EXPECT_TRUE(MessageDifferencer::Equals(Config(), config));
}

TEST_F(ServerOptionsTest, TheExampleSaysTheDefaults) {
  const auto example = posix_.ReadFile("examples/admfd.yaml");
  ASSERT_TRUE(example.ok()) << example.status();
  const v1::ServerConfig defaults = Config();
  WriteConfig(*example);
  EXPECT_TRUE(MessageDifferencer::Equals(Config(), defaults));
  // The others are there, commented out.
  for (const std::string key :
       {"port_file:", "tls:", "  certificate_file:", "  private_key_file:",
        "  client_ca_file:", "worker_threads:", "max_running_workflows:"}) {
    EXPECT_THAT(*example, HasSubstr("# " + key));
  }
}

}  // namespace
}  // namespace admf
