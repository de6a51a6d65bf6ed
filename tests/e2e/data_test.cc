// Price files through the daemon: inspections, gaps, adjustments, and the cache
// of parsed files.

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/e2e/daemon_fixture.h"

namespace admf {
namespace {

class DataTest : public DaemonTest {
 protected:
  void SetUp() override {
    // A week of which Wednesday, 2021-06-09, is missing.
    WriteData("week.csv",
              "Date,Open,High,Low,Close,Volume\n"
              "2021-06-07,10,11,9,10,100\n"
              "2021-06-08,10,11,9,10,0\n"
              "2021-06-10,10,11,9,10,100\n"
              "2021-06-11,5,6,4,5,100\n"
              "2021-06-14,5,6,4,5,100\n");
    WriteData("splits.csv", "date,symbol,split\n2021-06-11,WEEK,2\n");
    WriteData("walk.csv", RandomWalkCsv(300, 1));
    StartWithCache();
  }

  void StartWithCache() {
    v1::ServerConfig config = Config();
    config.mutable_cache()->set_disk_mb(1024);
    Start(config);
  }

  static std::string WeekYaml(const std::string& data_config) {
    return absl::StrReplaceAll(
        Yaml("week.csv"),
        {{"    sources:", absl::StrCat("    ", data_config, "\n    sources:")},
         {"sma_crossover", "buy_and_hold"},
         {"\n      params: {fast_period: 5, slow_period: 20}", ""}});
  }

  v1::WorkflowResult RunToEnd(const std::string& yaml) {
    const std::string id = SubmitOk(yaml);
    WatchToEnd(id);
    return ResultOf(id);
  }

  grpc::Status Inspect(const v1::InspectDataRequest& request,
                       v1::InspectDataResponse* response) {
    grpc::ClientContext context;
    return stub().InspectData(&context, request, response);
  }
};

TEST_F(DataTest, InspectsWhatAWorkflowWouldRead) {
  v1::InspectDataRequest request;
  request.mutable_source()->set_path("week.csv");
  request.mutable_data_config()->set_calendar(v1::TRADING_CALENDAR_NYSE);
  v1::InspectDataResponse response;
  const grpc::Status status = Inspect(request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.path(), "week.csv");
  EXPECT_EQ(response.symbol(), "week");
  ASSERT_EQ(response.columns_size(), 6);
  EXPECT_EQ(response.columns(0).meaning(), "time");
  EXPECT_EQ(response.columns(0).name(), "Date");
  EXPECT_EQ(response.columns(5).name(), "Volume");
  EXPECT_EQ(response.source_timeframe(), "1d");
  EXPECT_EQ(response.timeframe(), "1d");
  EXPECT_EQ(response.source_rows(), 5);
  EXPECT_EQ(response.bar_count(), 5);
  EXPECT_EQ(response.first_bar().seconds(), 1'623'024'000);
  EXPECT_EQ(response.last_bar().seconds(), 1'623'628'800);
  EXPECT_EQ(response.lowest(), 4);
  EXPECT_EQ(response.highest(), 11);
  ASSERT_EQ(response.findings_size(), 3);
  EXPECT_EQ(response.findings(0).kind(), "missing_bars");
  EXPECT_EQ(response.findings(0).count(), 1);
  ASSERT_EQ(response.findings(0).first_size(), 1);
  EXPECT_EQ(response.findings(0).first(0).seconds(), 1'623'196'800);
  EXPECT_EQ(response.findings(1).kind(), "zero_volume");
  EXPECT_EQ(response.findings(2).kind(), "jump");

  // The digest is that of a workflow's data.
  request.set_symbol("WALK");
  ASSERT_TRUE(Inspect(request, &response).ok());
  EXPECT_EQ(RunToEnd(WeekYaml("timezone: UTC")).data_digest(),
            response.data_digest());
}

TEST_F(DataTest, InspectionsSayWhatIsWrong) {
  v1::InspectDataRequest request;
  v1::InspectDataResponse response;
  request.mutable_source()->set_path("../secret.csv");
  Failure failure = ToFailure(Inspect(request, &response));
  EXPECT_EQ(failure.status.error_code(), grpc::INVALID_ARGUMENT);
  EXPECT_TRUE(absl::StrContains(failure.status.error_message(),
                                "outside the data root"));

  WriteData("bad.csv", "Date,Open,High,Low,Close\n2021-06-07,10,8,9,10\n");
  request.mutable_source()->set_path("bad.csv");
  failure = ToFailure(Inspect(request, &response));
  EXPECT_EQ(failure.status.error_code(), grpc::INVALID_ARGUMENT);
  EXPECT_EQ(failure.reason(), "DATA_UNUSABLE");
  EXPECT_EQ(failure.status.error_message(),
            "bad.csv: row 1 (line 2): high 8 is below low 9");

  request.mutable_source()->set_path("week.csv");
  request.mutable_data_config()->set_timezone("Mars/Base");
  failure = ToFailure(Inspect(request, &response));
  EXPECT_EQ(failure.status.error_code(), grpc::INVALID_ARGUMENT);
  EXPECT_TRUE(absl::StartsWith(failure.status.error_message(), "timezone: "));
}

TEST_F(DataTest, GapsEndAWorkflowOrWarn) {
  const v1::WorkflowResult failed = RunToEnd(WeekYaml("calendar: nyse"));
  EXPECT_EQ(failed.state(), v1::WORKFLOW_STATE_FAILED);
  EXPECT_TRUE(absl::StrContains(
      failed.ShortDebugString(),
      "1 bar is missing in the sessions of the calendar nyse: 2021-06-09"))
      << failed.ShortDebugString();

  const v1::WorkflowResult warned =
      RunToEnd(WeekYaml("calendar: nyse\n    gaps: warn"));
  EXPECT_EQ(warned.state(), v1::WORKFLOW_STATE_SUCCEEDED);
  bool found = false;
  for (const std::string& warning : warned.warnings()) {
    found |= absl::StrContains(warning, "calendar nyse: 2021-06-09");
  }
  EXPECT_TRUE(found) << warned.ShortDebugString();
}

TEST_F(DataTest, AdjustmentsChangeThePrices) {
  const auto yaml = [](const std::string& data_config) {
    return absl::StrReplaceAll(WeekYaml(data_config), {{"WALK:", "WEEK:"}});
  };
  const v1::WorkflowResult raw = RunToEnd(yaml("timezone: UTC"));
  const v1::WorkflowResult adjusted =
      RunToEnd(yaml("adjustments: {path: splits.csv, method: split}"));
  ASSERT_EQ(adjusted.state(), v1::WORKFLOW_STATE_SUCCEEDED);
  EXPECT_NE(adjusted.data_digest(), raw.data_digest());
  // Bought at 10 and ended at 5; with the split at 5 and 5.
  EXPECT_LT(raw.metrics().at("total_return"), -0.4);
  EXPECT_EQ(adjusted.metrics().at("total_return"), 0);
}

TEST_F(DataTest, AParsedFileIsFoundAfterARestart) {
  const v1::WorkflowResult first = RunToEnd(Yaml());
  const std::string columns = state_folder() + "/cache/columns";
  EXPECT_EQ(files_.ListDirectory(columns)->size(), 1u);
  Stop();
  StartWithCache();
  EXPECT_EQ(RunToEnd(Yaml()).result_digest(), first.result_digest());
  EXPECT_EQ(files_.ListDirectory(columns)->size(), 1u);

  // The folder may be removed at any time, also while the daemon runs.
  ASSERT_TRUE(files_.RemoveAll(state_folder() + "/cache").ok());
  EXPECT_EQ(RunToEnd(Yaml()).result_digest(), first.result_digest());
  Stop();
  StartWithCache();
  EXPECT_EQ(RunToEnd(Yaml()).result_digest(), first.result_digest());
  EXPECT_EQ(files_.ListDirectory(columns)->size(), 1u);

  // And a damaged file is made anew.
  Stop();
  const std::string path =
      columns + "/" + files_.ListDirectory(columns)->front();
  std::string bytes = *files_.ReadFile(path);
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 4);
  ASSERT_TRUE(files_.WriteFileDurably(path, bytes).ok());
  StartWithCache();
  EXPECT_EQ(RunToEnd(Yaml()).result_digest(), first.result_digest());
}

TEST_F(DataTest, WithoutTheCacheNothingIsWritten) {
  Stop();
  ASSERT_TRUE(files_.RemoveAll(state_folder() + "/cache").ok());
  Start(Config());
  const v1::WorkflowResult uncached = RunToEnd(Yaml());
  EXPECT_FALSE(*files_.Exists(state_folder() + "/cache"));
  Stop();
  StartWithCache();
  EXPECT_EQ(RunToEnd(Yaml()).result_digest(), uncached.result_digest());
}

}  // namespace
}  // namespace admf
