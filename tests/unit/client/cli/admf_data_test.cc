// `admf validate` and `admf data`, against a daemon in the test's process.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "google/rpc/error_details.pb.h"
#include "nlohmann/json.hpp"
#include "tests/unit/client/cli/admf_fixture.h"

namespace admf {
namespace {

using ::testing::HasSubstr;

TEST_F(AdmfTest, ValidateListsAllProblems) {
  fake_.validate = [](const v1::ValidateWorkflowRequest& request,
                      v1::ValidateWorkflowResponse* response) {
    if (request.workflow().yaml() == "good") {
      response->set_valid(true);
      response->set_config_digest("c0");
      return grpc::Status::OK;
    }
    auto* violation = response->add_violations();
    violation->set_field("workflow.type");
    violation->set_description("is required");
    violation->set_file_name(request.workflow().file_name());
    violation->set_line(1);
    violation->set_column(11);
    return grpc::Status::OK;
  };
  const std::string good = WriteFile("good.yaml", "good");
  const std::string bad = WriteFile("bad.yaml", "bad");
  EXPECT_EQ(Run({"validate", good, bad}), ExitCode::kUsage);
  EXPECT_EQ(out(), good + ": valid, configuration c0\n" + bad +
                       ":1:11: workflow.type: is required\n" + bad +
                       ": invalid, 1 problem\n");
  EXPECT_EQ(Run({"validate", good}), ExitCode::kSuccess);
  EXPECT_EQ(Run({"validate", bad, "-o", "csv"}), ExitCode::kUsage);
  EXPECT_EQ(out(), "file,valid,line,column,field,description\n" + bad +
                       ",false,1,11,workflow.type,is required\n");
  EXPECT_EQ(Run({"validate", bad, "-o", "json"}), ExitCode::kUsage);
  EXPECT_EQ(nlohmann::json::parse(out())["valid"], false);
}

class DataTest : public AdmfTest {
 protected:
  DataTest() {
    fake_.inspect = [this](const v1::InspectDataRequest& request,
                           v1::InspectDataResponse* response) {
      request_ = request;
      *response = Parse<v1::InspectDataResponse>(R"(
        path: "GOOG.csv" symbol: "GOOG" size_bytes: 97833 timezone: "UTC"
        columns { meaning: "time" } columns { meaning: "open" name: "Open" }
        source_timeframe: "1d" timeframe: "1d" source_rows: 2148 bar_count: 2148
        first_bar { seconds: 1092873600 } last_bar { seconds: 1362096000 }
        lowest: 95.96 highest: 844 data_digest: "abc"
        findings { kind: "jump" count: 2 first { seconds: 1092873600 }
                   description: "2 closes that differ: 2004-08-19, ..." }
      )");
      return grpc::Status::OK;
    };
  }

  v1::InspectDataRequest request_;
};

TEST_F(DataTest, ShowsWhatWasUnderstood) {
  EXPECT_EQ(Run({"data", "inspect", "GOOG.csv"}), ExitCode::kSuccess);
  EXPECT_EQ(request_.source().path(), "GOOG.csv");
  EXPECT_EQ(out(),
            "file         GOOG.csv, 95.5 KiB\n"
            "symbol       GOOG\n"
            "columns      time (without a name), open=Open\n"
            "bars         2,148 of 1d\n"
            "first_bar    2004-08-19T00:00:00Z\n"
            "last_bar     2013-03-01T00:00:00Z\n"
            "timezone     UTC\n"
            "prices       95.96 to 844\n"
            "data_digest  abc\n"
            "\n"
            "FINDING  WHAT\n"
            "jump     2 closes that differ: 2004-08-19, ...\n");
  EXPECT_EQ(Run({"data", "inspect", "GOOG.csv", "-o", "csv"}),
            ExitCode::kSuccess);
  EXPECT_EQ(out(),
            "kind,count,description\n"
            "jump,2,\"2 closes that differ: 2004-08-19, ...\"\n");
  EXPECT_EQ(Run({"data", "inspect", "GOOG.csv", "-o", "json"}),
            ExitCode::kSuccess);
  const auto json = nlohmann::json::parse(out());
  EXPECT_EQ(json["symbol"], "GOOG");
  EXPECT_EQ(json["findings"][0]["kind"], "jump");
}

TEST_F(DataTest, AsksAsTheOptionsSay) {
  EXPECT_EQ(Run({"data",
                 "inspect",
                 "a.bin",
                 "--symbol",
                 "A",
                 "--format",
                 "parquet",
                 "--column",
                 "time=ts",
                 "--column",
                 "close=last price",
                 "--timeframe",
                 "1h",
                 "--timezone",
                 "America/New_York",
                 "--start",
                 "2020-01-01",
                 "--end",
                 "2020-12-31",
                 "--calendar",
                 "24x5"}),
            ExitCode::kSuccess);
  EXPECT_EQ(request_.symbol(), "A");
  EXPECT_EQ(request_.source().format(), v1::DATA_FORMAT_PARQUET);
  EXPECT_EQ(request_.source().columns().time(), "ts");
  EXPECT_EQ(request_.source().columns().close(), "last price");
  EXPECT_EQ(request_.data_config().timeframe(), "1h");
  EXPECT_EQ(request_.data_config().timezone(), "America/New_York");
  EXPECT_EQ(request_.data_config().start(), "2020-01-01");
  EXPECT_EQ(request_.data_config().end(), "2020-12-31");
  EXPECT_EQ(request_.data_config().calendar(), v1::TRADING_CALENDAR_24X5);
}

TEST_F(DataTest, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(Run({"data", "remove", "GOOG.csv"}), ExitCode::kUsage);
  EXPECT_EQ(err(), "admf: `admf data` can't remove; it can `inspect FILE`\n");
  EXPECT_EQ(Run({"data", "inspect"}), ExitCode::kUsage);
  EXPECT_EQ(Run({"data", "inspect", "a.csv", "--calendar", "nasdaq"}),
            ExitCode::kUsage);
  EXPECT_EQ(Run({"data", "inspect", "a.csv", "--column", "price=x"}),
            ExitCode::kUsage);
  EXPECT_THAT(err(), HasSubstr("'price=x' is not MEANING=NAME"));
}

}  // namespace
}  // namespace admf
