#include "server/config/server_config_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "admf/v1/server_config.pb.h"
#include "containers/platform/posix_file_system.h"
#include "containers/platform/testing/temporary_folder.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"

namespace admf {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

v1::ServerConfig Parse(const std::string& text) {
  v1::ServerConfig config;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &config));
  return config;
}

v1::ServerConfig Completed(const std::string& text, int processors = 4) {
  v1::ServerConfig config = Parse(text);
  FillServerDefaults(processors, "/work", &config);
  return config;
}

std::vector<std::string> Problems(const std::string& text) {
  PosixFileSystem files;
  std::vector<std::string> problems;
  CheckServerConfig(
      Completed(text), &files,
      [&](std::string_view field, std::string description) {
        problems.push_back(std::string(field) + ": " + description);
      });
  return problems;
}

TEST(FillServerDefaultsTest, FillsInEverything) {
  const v1::ServerConfig expected = Parse(R"(
    listen: "127.0.0.1:50051"
    data_root: "/work/data"
    state_dir: "/work/state"
    limits {
      max_running_workflows: 4
      max_queued_workflows: 10000
      worker_threads: 4
      max_memory_per_workflow_mb: 2048
      max_workflow_time { seconds: 86400 }
      max_call_time { seconds: 60 }
      max_pooled_containers: 8
      priority_aging { seconds: 600 }
      max_crashes_per_phase: 3
    }
    cache { feeds_mb: 512 indicators_mb: 256 disk_mb: 10240 }
    shutdown { drain_time { seconds: 30 } }
    log { format: LOG_FORMAT_TEXT level: LOG_LEVEL_INFO }
    reflection: true)");
  const v1::ServerConfig config = Completed("");
  EXPECT_TRUE(
      google::protobuf::util::MessageDifferencer::Equals(config, expected))
      << config.DebugString();
  EXPECT_THAT(Problems(""), IsEmpty());
}

TEST(FillServerDefaultsTest, KeepsWhatIsGiven) {
  const std::string given = R"(
    listen: "[::1]:1"
    data_root: "/data"
    state_dir: "/state"
    port_file: "/port"
    limits {
      max_running_workflows: 1
      max_queued_workflows: 2
      worker_threads: 3
      max_memory_per_workflow_mb: 4
      max_workflow_time { seconds: 5 }
      max_call_time { seconds: 6 }
      max_pooled_containers: 7
      priority_aging { seconds: 8 }
      max_crashes_per_phase: 9
    }
    cache { feeds_mb: 0 indicators_mb: 0 disk_mb: 0 }
    shutdown { drain_time { } }
    log { format: LOG_FORMAT_JSON level: LOG_LEVEL_ERROR }
    reflection: false)";
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(
      Completed(given), Parse(given)));
  EXPECT_THAT(Problems(given), IsEmpty());
}

TEST(FillServerDefaultsTest, GoesByTheMachine) {
  EXPECT_EQ(Completed("", 0).limits().worker_threads(), 1);
  EXPECT_EQ(Completed("", 64).limits().worker_threads(), 64);
  EXPECT_EQ(Completed("", 64).limits().max_running_workflows(), 64);
  EXPECT_EQ(Completed("", 100'000).limits().worker_threads(), 1024);
  EXPECT_EQ(Completed("", 100'000).limits().max_running_workflows(), 1000);
  EXPECT_EQ(Completed("limits { worker_threads: 3 }")
                .limits()
                .max_running_workflows(),
            3);
}

TEST(FillServerDefaultsTest, MakesPathsAbsolute) {
  const auto config = Completed(R"(
    data_root: "../x/./y/" state_dir: "s" port_file: "p/q" tls {
      certificate_file: "c" private_key_file: "/k" client_ca_file: "d/../a" })");
  EXPECT_EQ(config.data_root(), "/x/y");
  EXPECT_EQ(config.state_dir(), "/work/s");
  EXPECT_EQ(config.port_file(), "/work/p/q");
  EXPECT_EQ(config.tls().certificate_file(), "/work/c");
  EXPECT_EQ(config.tls().private_key_file(), "/k");
  EXPECT_EQ(config.tls().client_ca_file(), "/work/a");
  EXPECT_EQ(Completed("data_root: '/'").data_root(), "/");
  EXPECT_EQ(Completed("data_root: '.'").data_root(), "/work");
}

TEST(CheckServerConfigTest, RefusesAddressesThatOthersReachWithoutTls) {
  for (const std::string address : {"0.0.0.0:1", "[::]:1", "example.org:1"}) {
    EXPECT_THAT(Problems("listen: '" + address + "'"),
                ElementsAre("listen: `" + address +
                            "` can be reached from other machines, and nothing "
                            "would be encrypted; set tls.certificate_file and "
                            "tls.private_key_file to allow it, or listen on "
                            "127.0.0.1 or [::1]"));
  }
}

TEST(CheckServerConfigTest, RefusesBadAddresses) {
  EXPECT_THAT(Problems("listen: '127.0.0.1:99999'"),
              ElementsAre("listen: `127.0.0.1:99999` has a port that doesn't "
                          "exist; ports go from 1 to 65535, and 0 takes a free "
                          "one"));
}

TEST(CheckServerConfigTest, AcceptsAnyAddressWithTls) {
  const TemporaryFolder folder;
  PosixFileSystem files;
  ASSERT_TRUE(files.WriteFileDurably(folder / "c.pem", "").ok());
  ASSERT_TRUE(files.WriteFileDurably(folder / "k.pem", "").ok());
  EXPECT_THAT(
      Problems("listen: '0.0.0.0:1' tls { certificate_file: '" + folder.path() +
               "/c.pem' private_key_file: '" + folder.path() + "/k.pem' }"),
      IsEmpty());
}

TEST(CheckServerConfigTest, NeedsTheFilesOfTls) {
  EXPECT_THAT(Problems("tls { client_ca_file: '~/ca.pem' }"),
              ElementsAre("tls.certificate_file: is missing; `tls` needs "
                          "certificate_file and private_key_file",
                          "tls.private_key_file: is missing; `tls` needs "
                          "certificate_file and private_key_file",
                          "tls.client_ca_file: `~` is not expanded here; write "
                          "the whole path"));
  const TemporaryFolder folder;
  const std::string missing = folder.path() + "/missing.pem";
  const auto problems = Problems("tls { certificate_file: '" + folder.path() +
                                 "' private_key_file: '" + missing + "' }");
  ASSERT_EQ(problems.size(), 2U);
  EXPECT_EQ(problems[0], "tls.certificate_file: " + folder.path() +
                             " is a folder; name a PEM file");
  EXPECT_THAT(problems[1],
              testing::AllOf(testing::StartsWith("tls.private_key_file: "),
                             testing::HasSubstr(missing)));
}

TEST(CheckServerConfigTest, TheStateIsNotWhereClientsRead) {
  EXPECT_THAT(Problems("data_root: 'data' state_dir: './data/'"),
              ElementsAre("state_dir: /work/data is the data_root, too, where "
                          "clients may read; give the daemon's own files a "
                          "folder of their own"));
}

TEST(CheckServerConfigTest, DoesNotExpandHomeFolders) {
  EXPECT_THAT(
      Problems("data_root: '~/data' state_dir: '~' port_file: '~x/port'"),
      ElementsAre("data_root: `~` is not expanded here; write the whole path",
                  "state_dir: `~` is not expanded here; write the whole path",
                  "port_file: `~` is not expanded here; write the whole path"));
}

TEST(CheckServerConfigTest, HoldsTheLimits) {
  EXPECT_THAT(
      Problems("limits { max_running_workflows: -1 max_queued_workflows: -1 "
               "worker_threads: -1 max_memory_per_workflow_mb: -1 "
               "max_workflow_time { } max_call_time { nanos: 999999999 } "
               "max_pooled_containers: -1 } "
               "cache { feeds_mb: -1 indicators_mb: -1 disk_mb: -1 }"),
      ElementsAre("limits.max_running_workflows: -1 is out of range; it must "
                  "be from 1 to 1000",
                  "limits.max_queued_workflows: -1 is out of range; it must be "
                  "from 1 to 1000000",
                  "limits.worker_threads: -1 is out of range; it must be from "
                  "1 to 1024",
                  "limits.max_memory_per_workflow_mb: -1 is out of range; it "
                  "must be from 1 to 16777216",
                  "limits.max_workflow_time: 0s is out of range; it must be "
                  "from 1s to 8784h",
                  "limits.max_call_time: 999ms999us999ns is out of range; it "
                  "must be from 1s to 1h",
                  "limits.max_pooled_containers: -1 is out of range; it must "
                  "be from 1 to 1000",
                  "cache.feeds_mb: -1 is out of range; it must be from 0 to "
                  "16777216",
                  "cache.indicators_mb: -1 is out of range; it must be from 0 "
                  "to 16777216",
                  "cache.disk_mb: -1 is out of range; it must be from 0 to "
                  "16777216"));
  const std::string largest =
      "limits { max_running_workflows: 1000 max_queued_workflows: 1000000 "
      "worker_threads: 1024 max_memory_per_workflow_mb: 16777216 "
      "max_workflow_time { seconds: 31622400 } "
      "max_call_time { seconds: 3600 } max_pooled_containers: 1000 } "
      "cache { feeds_mb: 16777216 indicators_mb: 16777216 "
      "disk_mb: 16777216 } "
      "shutdown { drain_time { seconds: 86400 } }";
  EXPECT_THAT(Problems(largest), IsEmpty());
  EXPECT_EQ(
      Problems("limits { max_running_workflows: 1001 "
               "max_queued_workflows: 1000001 worker_threads: 1025 "
               "max_memory_per_workflow_mb: 16777217 "
               "max_workflow_time { seconds: 31622400 nanos: 1 } "
               "max_call_time { seconds: 3601 } max_pooled_containers: 1001 } "
               "cache { feeds_mb: 16777217 indicators_mb: 16777217 "
               "disk_mb: 16777217 } "
               "shutdown { drain_time { seconds: 86401 } }")
          .size(),
      11U);
}

}  // namespace
}  // namespace admf
