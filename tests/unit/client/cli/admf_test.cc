// The command line as such: help, usage, server, catalogue, completion; against
// a daemon in the test's process.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "nlohmann/json.hpp"
#include "tests/unit/client/cli/admf_fixture.h"

namespace admf {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST_F(AdmfTest, WithoutArgumentsShowsTheHelpAsAnError) {
  EXPECT_EQ(RunAlone({}), ExitCode::kUsage);
  EXPECT_EQ(out(), "");
  EXPECT_THAT(err(), HasSubstr("Usage: admf"));
}

TEST_F(AdmfTest, HelpIsAResult) {
  EXPECT_EQ(RunAlone({"--help"}), ExitCode::kSuccess);
  EXPECT_THAT(out(), AllOf(HasSubstr("--server HOST:PORT"),
                           HasSubstr("Exit codes: 0 success")));
  EXPECT_EQ(RunAlone({"run", "--help"}), ExitCode::kSuccess);
  EXPECT_THAT(out(), HasSubstr("Usage: admf run [OPTIONS] FILE"));
  EXPECT_EQ(RunAlone({"help", "list"}), ExitCode::kSuccess);
  EXPECT_THAT(out(), HasSubstr("Usage: admf list"));
  EXPECT_EQ(err(), "");
}

TEST_F(AdmfTest, UsageErrorsSayWhatWasMeant) {
  const struct {
    std::vector<std::string> arguments;
    const char* message;
  } cases[] = {
      {{"lst"}, "there is no command 'lst' (did you mean 'list'?)"},
      {{"frobnicate"}, "there is no command 'frobnicate'; choose from run"},
      {{"run"}, "FILE is required"},
      {{"run", "a", "b"}, "'b' is one argument too many"},
      {{"help", "lst"}, "there is no command 'lst' (did you mean 'list'?)"},
      {{"list", "--label", ""}, "--label: '' is no KEY=VALUE"},
      {{"status", "w-\xff"}, "argument 2 is no text in UTF-8"},
      {{"run", "a", "--prioriy", "3"},
       "there is no option --prioriy (did you mean '--priority'?)"},
      {{"run", "a", "--priority", "6"}, "not in range 1 to 5"},
      {{"run", "a", "--set", "x"}, "--set: 'x' is no NAME=VALUE"},
      {{"run", "a", "--trades", "x.txt"}, ".csv or .parquet"},
      {{"submit", "a", "b", "--request-id", "r"}, "--request-id is for one"},
      {{"list", "--state", "faild"},
       "there is no 'faild' (did you mean 'failed'?)"},
      {{"list", "--since", "yesterday"}, "'yesterday' is no time"},
      {{"list", "--active", "--name", "x"}, "--active"},
      {{"list", "--limit", "0"}, "not in range"},
      {{"list", "--output", "jsn"}, "(did you mean 'json'?)"},
      {{"list", "--timeout", "soon"}, "'soon' is no duration"},
      {{"list", "--server", "http://localhost"}, "it is a URL"},
      {{"list", "--cert", "c.pem"}, "--cert requires --key"},
      {{"list", "--ca", "/nonexistent.pem"}, "/nonexistent.pem"},
      {{"completion", "tcsh"}, "choose bash, zsh or fish"},
      {{"watch", "w-1", "--after", "-1"}, "not in range"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(RunAlone(c.arguments), ExitCode::kUsage) << c.message;
    EXPECT_EQ(out(), "");
    EXPECT_THAT(err(), AllOf(StartsWith("admf: "), HasSubstr(c.message)));
  }
}

TEST_F(AdmfTest, AnUnreachableDaemon) {
  const std::string address = fake_.address();
  fake_.Stop();
  EXPECT_EQ(RunAlone({"list", "--server", address}), ExitCode::kServer);
  EXPECT_EQ(err(), "admf: no daemon answers at " + address +
                       "; start one with `admfd` or name another with "
                       "--server or ADMF_SERVER\n");
}

TEST_F(AdmfTest, TheServerComesFromTheEnvironment) {
  fake_.list = [](const auto&, auto*) { return grpc::Status::OK; };
  environment_.server = fake_.address();
  EXPECT_EQ(RunAlone({"list", "-o", "csv"}), ExitCode::kSuccess);
  environment_.server = "host:0";
  EXPECT_EQ(RunAlone({"list"}), ExitCode::kUsage);
  EXPECT_THAT(err(), StartsWith("admf: ADMF_SERVER: 'host:0' is no address"));
}

TEST_F(AdmfTest, AWrongServerOfTheEnvironmentIsInNobodysWay) {
  environment_.server = "host:0";
  EXPECT_EQ(Run({"list", "--help"}), ExitCode::kSuccess);
  EXPECT_EQ(RunAlone({"--help"}), ExitCode::kSuccess);
  EXPECT_EQ(RunAlone({"version"}), ExitCode::kSuccess);
  EXPECT_EQ(RunAlone({"completion", "bash"}), ExitCode::kSuccess);
  fake_.list = [](const auto&, auto*) { return grpc::Status::OK; };
  EXPECT_EQ(Run({"list", "-o", "csv"}), ExitCode::kSuccess);
}

TEST_F(AdmfTest, VersionAsksNoServer) {
  EXPECT_EQ(RunAlone({"version"}), ExitCode::kSuccess);
  EXPECT_THAT(out(), StartsWith("admf "));
  EXPECT_EQ(RunAlone({"version", "-o", "json"}), ExitCode::kSuccess);
  EXPECT_TRUE(nlohmann::json::parse(out()).contains("version"));
}

class CatalogTest : public AdmfTest {
 protected:
  CatalogTest() {
    fake_.info = [](const auto&, v1::GetServerInfoResponse* response) {
      *response = Parse<v1::GetServerInfoResponse>(R"(
        version: "0.1.0" accepting: true data_root: "/data"
        workflow_types: WORKFLOW_TYPE_BACKTEST
        limits { max_workflow_time { seconds: 86400 } }
        strategies { name: "sma_crossover" description: "Crosses." }
        indicators { name: "sma" description: "Averages." }
      )");
      return grpc::Status::OK;
    };
  }
};

TEST_F(CatalogTest, ListsAndExplains) {
  EXPECT_EQ(Run({"catalog"}), ExitCode::kSuccess);
  EXPECT_THAT(out(), AllOf(HasSubstr("sma_crossover"), HasSubstr("\nsma\n")));
  EXPECT_EQ(Run({"catalog", "sma"}), ExitCode::kSuccess);
  EXPECT_EQ(out(), "sma  indicator\nAverages.\n");
  EXPECT_EQ(Run({"catalog", "sma", "-o", "json"}), ExitCode::kSuccess);
  const auto json = nlohmann::json::parse(out());
  EXPECT_EQ(json["indicators"][0]["name"], "sma");
  EXPECT_TRUE(json["strategies"].empty());
  EXPECT_EQ(json.size(), 2u);
}

TEST_F(CatalogTest, HintsAtTheNearestName) {
  EXPECT_EQ(Run({"catalog", "sma_crosover"}), ExitCode::kUsage);
  EXPECT_EQ(err(),
            "admf: the catalogue has no 'sma_crosover' (did you mean "
            "'sma_crossover'?); `admf catalog` lists what it has\n");
}

TEST_F(CatalogTest, InfoShowsTheServer) {
  EXPECT_EQ(Run({"info", "--wait", "5m"}), ExitCode::kSuccess);
  EXPECT_THAT(out(), AllOf(HasSubstr(fake_.address()), HasSubstr("backtest"),
                           HasSubstr("/data"), HasSubstr("1d00h")));
  EXPECT_EQ(Run({"info", "-o", "csv"}), ExitCode::kSuccess);
  EXPECT_THAT(out(), HasSubstr("\nversion,0.1.0\n"));
}

TEST_F(AdmfTest, CompletionIsPrinted) {
  EXPECT_EQ(RunAlone({"completion", "bash"}), ExitCode::kSuccess);
  EXPECT_THAT(out(), HasSubstr("complete -F _admf admf"));
}

}  // namespace
}  // namespace admf
