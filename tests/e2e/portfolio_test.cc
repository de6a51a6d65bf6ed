// Backtests of several symbols with one account, through the daemon.

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "tests/e2e/daemon_fixture.h"

namespace admf {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class PortfolioTest : public DaemonTest {
 protected:
  void SetUp() override {
    // Bought at the second open: A at 50, B at 20. They end at 55 and 19.
    WriteData("a.csv", Days({48, 50, 60, 55}));
    WriteData("b.csv", Days({21, 20, 18, 19}));
    Start(Config());
  }

  /// Daily bars from a Monday on whose four prices are the same.
  static std::string Days(const std::vector<double>& prices,
                          absl::CivilDay day = absl::CivilDay(2021, 6, 7)) {
    std::string csv = "Date,Open,High,Low,Close,Volume\n";
    for (const double price : prices) {
      absl::StrAppend(&csv, absl::FormatCivilTime(day++), ",", price, ",",
                      price, ",", price, ",", price, ",1000\n");
    }
    return csv;
  }

  /// `sources` in braces; `portfolio` and `data` are further lines.
  static std::string Of(const std::string& sources,
                        const std::string& portfolio = "",
                        const std::string& data = "timezone: UTC") {
    return absl::StrCat("workflow:\n  type: backtest\n  data_config:\n    ",
                        data, "\n    sources: ", sources, R"(
  backtest_config:
    strategy: {type: buy_and_hold}
    portfolio: {initial_cash: 10000)",
                        portfolio, "}\n");
  }
  static constexpr char kTwo[] = "{A: {path: a.csv}, B: {path: b.csv}}";

  v1::WorkflowResult RunToEnd(const std::string& yaml) {
    const std::string id = SubmitOk(yaml);
    WatchToEnd(id);
    return ResultOf(id);
  }

  /// The lines of a table, without the header.
  std::vector<std::string> Rows(const std::string& id, v1::Table table,
                                const std::string& header) {
    grpc::Status status;
    const std::string csv = Export(id, table, v1::EXPORT_FORMAT_CSV, &status);
    EXPECT_TRUE(status.ok()) << status.error_message();
    std::vector<std::string> lines = absl::StrSplit(csv, '\n');
    EXPECT_EQ(lines.front(), header);
    EXPECT_EQ(lines.back(), "");
    return {lines.begin() + 1, lines.end() - 1};
  }

  static std::string Warnings(const v1::WorkflowResult& result) {
    return absl::StrJoin(result.warnings(), "\n");
  }
};

TEST_F(PortfolioTest, TwoSymbolsShareOneAccount) {
  const v1::WorkflowResult result = RunToEnd(Of(kTwo));
  ASSERT_EQ(result.state(), v1::WORKFLOW_STATE_SUCCEEDED)
      << result.ShortDebugString();
  // Half of 10,000 each: 100 units of A and 250 of B.
  EXPECT_EQ(result.metrics().at("final_equity"), 100 * 55 + 250 * 19);
  EXPECT_EQ(result.metrics().at("exposure_time"), 0.75);
  EXPECT_EQ(result.metrics().at("trade_count"), 0);
  EXPECT_EQ(result.outputs().at("symbols"), "A,B");
  EXPECT_EQ(result.outputs().at("symbol_count"), "2");
  EXPECT_EQ(result.outputs().at("bar_count"), "8");
  EXPECT_EQ(result.outputs().at("tick_count"), "4");
  EXPECT_EQ(result.outputs().at("first_bar"), "2021-06-07T00:00:00Z");
  EXPECT_EQ(result.outputs().at("fill_count"), "2");
  EXPECT_EQ(result.data_digest().size(), 64u);
  EXPECT_EQ(Warnings(result), "");
  const auto& weights = result.config().backtest_config().portfolio().weights();
  EXPECT_EQ(weights.at("A"), 0.5);
  EXPECT_EQ(weights.at("B"), 0.5);
}

TEST_F(PortfolioTest, AVerdictSaysWhetherTheResultIsWhatWasRequired) {
  const v1::WorkflowResult plain = RunToEnd(Of(kTwo));
  EXPECT_FALSE(plain.has_verdict());
  EXPECT_EQ(plain.trial_count(), 1);
  const v1::WorkflowResult judged =
      RunToEnd(absl::StrCat(Of(kTwo),
                            "  validation_config: {require: [{metric: "
                            "final_equity, min: 1}, {metric: "
                            "total_return, min: 0.5}]}\n"));
  EXPECT_EQ(judged.verdict().state(), v1::Verdict::FAILED);
  ASSERT_EQ(judged.verdict().outcomes_size(), 2);
  EXPECT_TRUE(judged.verdict().outcomes(0).passed());
  EXPECT_EQ(judged.verdict().outcomes(0).value(), 100 * 55 + 250 * 19);
  EXPECT_FALSE(judged.verdict().outcomes(1).passed());
}

TEST_F(PortfolioTest, TablesNameTheSymbols) {
  const std::string id = SubmitOk(Of(kTwo, ", close_at_end: true"));
  WatchToEnd(id);
  // Closed at the last open. A row of days, prices and figures by hand.
  EXPECT_THAT(
      Rows(id, v1::TABLE_TRADES,
           "entry_time,exit_time,symbol,side,units,entry_price,exit_price,"
           "commission,borrow_cost,profit,return_fraction,holding_bars,"
           "exit_reason"),
      ElementsAre("2021-06-08T00:00:00Z,2021-06-10T00:00:00Z,A,long,100.0,50.0,"
                  "55.0,0.0,0.0,500.0,0.1,2,end_of_data",
                  "2021-06-08T00:00:00Z,2021-06-10T00:00:00Z,B,long,250.0,20.0,"
                  "19.0,0.0,0.0,-250.0,-0.05,2,end_of_data"));
  EXPECT_THAT(Rows(id, v1::TABLE_EQUITY, "time,cash,equity"),
              ElementsAre("2021-06-07T00:00:00Z,10000.0,10000.0",
                          "2021-06-08T00:00:00Z,0.0,10000.0",
                          "2021-06-09T00:00:00Z,0.0,10500.0",
                          "2021-06-10T00:00:00Z,10250.0,10250.0"));
  EXPECT_THAT(
      Rows(id, v1::TABLE_SYMBOLS,
           "symbol,bar_count,first_time,last_time,order_count,fill_count,"
           "rejection_count,trade_count,win_count,profit,open_profit,"
           "commission,borrow_cost"),
      ElementsAre("A,4,2021-06-07T00:00:00Z,2021-06-10T00:00:00Z,2,2,0,1,1,"
                  "500.0,0.0,0.0,0.0",
                  "B,4,2021-06-07T00:00:00Z,2021-06-10T00:00:00Z,2,2,0,1,0,"
                  "-250.0,0.0,0.0,0.0"));
  EXPECT_EQ(Rows(id, v1::TABLE_FILLS,
                 "decided_time,time,symbol,order,units,market_price,price,"
                 "commission,reason")
                .size(),
            4u);
  EXPECT_EQ(Rows(id, v1::TABLE_ORDERS,
                 "order,placed_time,symbol,type,side,reason,units,filled_units,"
                 "limit_price,stop_price,status,note")
                .size(),
            4u);
}

TEST_F(PortfolioTest, OneSymbolHasNoTableOfSymbols) {
  const std::string id = SubmitOk(Of("{A: {path: a.csv}}"));
  WatchToEnd(id);
  grpc::Status status;
  Export(id, v1::TABLE_SYMBOLS, v1::EXPORT_FORMAT_CSV, &status);
  EXPECT_EQ(ToFailure(status).reason(), "TABLE_NOT_AVAILABLE");
  EXPECT_THAT(status.error_message(), HasSubstr("it traded one"));
}

TEST_F(PortfolioTest, WeightsAndMultipliersAreBySymbol) {
  // 7,500 for 150 units of A; 2,000 for 10 contracts of 10 units of B.
  EXPECT_EQ(
      RunToEnd(Of(kTwo, ", weights: {A: 0.75, B: 0.2}, multipliers: {B: 10}"))
          .metrics()
          .at("final_equity"),
      10'000 + 150 * 5 - 10 * 10 * 1);
}

TEST_F(PortfolioTest, TheOrderOfTheSourcesDoesNotMatter) {
  const v1::WorkflowResult one = RunToEnd(Of(kTwo));
  const v1::WorkflowResult other =
      RunToEnd(Of("{B: {path: b.csv}, A: {path: a.csv}}",
                  ", weights: {B: 0.5, "
                  "A: 0.5}"));
  EXPECT_EQ(one.result_digest(), other.result_digest());
  EXPECT_EQ(one.config_digest(), other.config_digest());
  // Other data has another digest, whichever symbol it is of.
  WriteData("b.csv", Days({21, 20, 18, 19.5}));
  EXPECT_NE(RunToEnd(Of(kTwo)).data_digest(), one.data_digest());
}

TEST_F(PortfolioTest, ASymbolThatIsNotTradedChangesNothing) {
  // The quick path alone against the broker with a symbol whose price never
  // moves, so that its averages never cross.
  WriteData("walk.csv", RandomWalkCsv(500, 7));
  std::string flat = "Date,Open,High,Low,Close,Volume\n";
  absl::CivilDay day(2000, 1, 3);
  for (int i = 0; i < 500; ++i) {
    absl::StrAppend(&flat, absl::FormatCivilTime(day++), ",5,5,5,5,1000\n");
  }
  WriteData("flat.csv", flat);
  const auto yaml = [](const std::string& sources) {
    return absl::StrReplaceAll(
        Of(sources, ", sizing: {type: fixed_units, units: 20}"),
        {{"buy_and_hold", "sma_crossover"}});
  };
  const v1::WorkflowResult alone = RunToEnd(yaml("{WALK: {path: walk.csv}}"));
  const v1::WorkflowResult both =
      RunToEnd(yaml("{WALK: {path: walk.csv}, ZERO: {path: flat.csv}}"));
  EXPECT_GT(alone.metrics().at("trade_count"), 5);
  ASSERT_EQ(both.metrics().size(), alone.metrics().size());
  for (const auto& [name, value] : alone.metrics()) {
    EXPECT_EQ(both.metrics().at(name), value) << name;
  }
}

TEST_F(PortfolioTest, HolesAndLateBeginningsAreNoMistake) {
  // C begins when A has ended.
  WriteData("c.csv", Days({10, 10, 11, 12}, absl::CivilDay(2021, 6, 11)));
  const v1::WorkflowResult result =
      RunToEnd(Of("{A: {path: a.csv}, C: {path: c.csv}}"));
  ASSERT_EQ(result.state(), v1::WORKFLOW_STATE_SUCCEEDED)
      << result.ShortDebugString();
  EXPECT_EQ(result.outputs().at("tick_count"), "8");
  // 100 units of A are worth their last close, 5,500, to the end; half of
  // 10,500 buys 500 units of C at 10, since that is what is left in cash.
  EXPECT_EQ(result.metrics().at("final_equity"), 5500 + 500 * 12);
  EXPECT_THAT(Warnings(result), HasSubstr("A has no bar at the time of another "
                                          "symbol's"));
  EXPECT_THAT(Warnings(result), HasSubstr("C has no bar at the time of another "
                                          "symbol's"));
}

TEST_F(PortfolioTest, TheSameFileTwiceIsWarnedOf) {
  const v1::WorkflowResult result =
      RunToEnd(Of("{A: {path: a.csv}, B: {path: ./a.csv}}"));
  ASSERT_EQ(result.state(), v1::WORKFLOW_STATE_SUCCEEDED);
  EXPECT_THAT(Warnings(result),
              HasSubstr("A, B have the same prices: all are read from a.csv"));
}

TEST_F(PortfolioTest, DifferentTimeframesNeedOne) {
  std::string hours = "time,open,high,low,close\n";
  for (int64_t i = 0; i < 96; ++i) {
    absl::StrAppend(&hours, 1'623'024'000 + 3600 * i, ",20,20,20,20\n");
  }
  WriteData("hours.csv", hours);
  const std::string sources = "{A: {path: a.csv}, H: {path: hours.csv}}";
  const v1::WorkflowResult failed = RunToEnd(Of(sources));
  EXPECT_EQ(failed.state(), v1::WORKFLOW_STATE_FAILED);
  EXPECT_EQ(failed.error().message(),
            "the bars of H have the timeframe 1h, those of A have 1d: bars of "
            "one clock need one timeframe; data_config.timeframe, such as 1d, "
            "makes all of them the same");
  const v1::WorkflowResult result = RunToEnd(Of(sources, "", "timeframe: 1d"));
  EXPECT_EQ(result.state(), v1::WORKFLOW_STATE_SUCCEEDED);
  EXPECT_EQ(result.outputs().at("tick_count"), "4");
  // The finer one can't be had of both.
  EXPECT_THAT(RunToEnd(Of(sources, "", "timeframe: 1h")).error().message(),
              HasSubstr("a.csv"));
}

TEST_F(PortfolioTest, WhatIsMissingOfOneSymbolIsSaidWithItsName) {
  const auto missing =
      SubmitBad(Of("{A: {path: a.csv}, B: {path: gone.csv}}")).violations();
  ASSERT_EQ(missing.size(), 1u);
  EXPECT_THAT(missing[0], HasSubstr("run.yaml:5:"));
  EXPECT_THAT(missing[0], HasSubstr("gone.csv"));

  const auto weights = SubmitBad(Of("{GOOG: {path: a.csv}, B: {path: b.csv}}",
                                    ", weights: {GOGO: 0.5, B: 0.5}"))
                           .violations();
  ASSERT_EQ(weights.size(), 2u);
  EXPECT_THAT(absl::StrJoin(weights, "\n"), HasSubstr("did you mean GOOG?"));

  WriteData("bad.csv", "Date,Open,High,Low,Close\n2021-06-07,10,8,9,10\n");
  const v1::WorkflowResult bad =
      RunToEnd(Of("{A: {path: a.csv}, B: {path: bad.csv}}"));
  EXPECT_EQ(bad.error().code(), grpc::INVALID_ARGUMENT);
  EXPECT_THAT(bad.error().message(), HasSubstr("bad.csv: row 1"));

  WriteData("still.csv",
            "Date,Open,High,Low,Close\n2021-06-07,9,9,9,9\n"
            "2021-06-08,9,9,9,9\n");
  const v1::WorkflowResult no_volume = RunToEnd(
      absl::StrReplaceAll(Of("{A: {path: a.csv}, STILL: {path: still.csv}}"),
                          {{"buy_and_hold", "obv_trend"}}));
  EXPECT_EQ(no_volume.error().code(), grpc::INVALID_ARGUMENT);
  EXPECT_THAT(no_volume.error().message(), HasSubstr("STILL"));
}

TEST_F(PortfolioTest, FiveHundredSymbols) {
  std::vector<std::string> sources;
  for (int i = 0; i < 500; ++i) {
    const std::string name = absl::StrCat("s", i, ".csv");
    WriteData(name, RandomWalkCsv(60, static_cast<uint64_t>(i)));
    sources.push_back(absl::StrCat("S", i, ": {path: ", name, "}"));
  }
  const std::string yaml =
      Of(absl::StrCat("{", absl::StrJoin(sources, ", "), "}"),
         ", units: fractional");
  const std::string id = SubmitOk(yaml);
  WatchToEnd(id);
  const v1::WorkflowResult result = ResultOf(id);
  ASSERT_EQ(result.state(), v1::WORKFLOW_STATE_SUCCEEDED)
      << result.error().message();
  EXPECT_EQ(result.outputs().at("symbol_count"), "500");
  EXPECT_THAT(result.outputs().at("symbols"), HasSubstr("S0,S1,S10,S100,"));
  EXPECT_THAT(result.outputs().at("symbols"), HasSubstr(" and 480 more"));
  EXPECT_EQ(result.outputs().at("fill_count"), "500");
  // What they won is what the account won.
  double profit = 0;
  for (const std::string& row :
       Rows(id, v1::TABLE_SYMBOLS,
            "symbol,bar_count,first_time,last_time,order_count,fill_count,"
            "rejection_count,trade_count,win_count,profit,open_profit,"
            "commission,borrow_cost")) {
    const std::vector<std::string> cells = absl::StrSplit(row, ',');
    profit += std::stod(cells[10]);
  }
  EXPECT_NEAR(profit, result.metrics().at("final_equity") - 10'000, 1e-6);
  EXPECT_EQ(RunToEnd(yaml).result_digest(), result.result_digest());
}

TEST_F(PortfolioTest, TooManySymbolsAreRefused) {
  std::vector<std::string> sources;
  for (int i = 0; i < 1001; ++i) {
    sources.push_back(absl::StrCat("S", i, ": {path: a.csv}"));
  }
  const auto violations =
      SubmitBad(Of(absl::StrCat("{", absl::StrJoin(sources, ", "), "}")))
          .violations();
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_THAT(violations[0],
              HasSubstr("1001 symbols are given; 1000 are the limit"));
}

class LargePortfolioTest : public PortfolioTest {
 protected:
  void SetUp() override {
    PortfolioTest::SetUp();
    WriteLargeData("x.csv");
    WriteLargeData("y.csv");
  }

  static std::string Large(const std::string& more = "") {
    return absl::StrCat(Of("{X: {path: x.csv}, Y: {path: y.csv}}"), more);
  }
};

TEST_F(LargePortfolioTest, MemoryIsThatOfAllSymbols) {
  const v1::WorkflowResult whole = RunToEnd(Large());
  ASSERT_EQ(whole.state(), v1::WORKFLOW_STATE_SUCCEEDED)
      << whole.error().message();
  // Enough for the bars of the one or the other: times and four prices.
  const int64_t bytes = 5 * 8 * std::stoll(whole.outputs().at("bar_count"));
  const v1::WorkflowResult small =
      RunToEnd(Large(absl::StrCat("  infrastructure_config: {memory_limit_mb: ",
                                  bytes * 3 / 4 / (1 << 20), "}\n")));
  EXPECT_EQ(small.error().code(), grpc::RESOURCE_EXHAUSTED);
  EXPECT_THAT(small.error().message(), HasSubstr("memory_limit_mb"));
  EXPECT_THAT(small.error().message(), HasSubstr("bars of Y"));
}

TEST_F(LargePortfolioTest, GoesOnAfterARestart) {
  Stop();
  v1::ServerConfig config = Config();
  config.mutable_shutdown()->mutable_drain_time()->set_seconds(0);
  Start(config);
  const std::string id = SubmitOk(Large());
  WaitForPhase(id, v1::WORKFLOW_PHASE_COMPUTATION);
  Stop();
  Start(config);
  WatchToEnd(id);
  const v1::WorkflowResult result = ResultOf(id);
  EXPECT_EQ(result.state(), v1::WORKFLOW_STATE_SUCCEEDED)
      << result.error().message();
  EXPECT_EQ(result.result_digest(), RunToEnd(Large()).result_digest());
}

TEST_F(LargePortfolioTest, IsCancelled) {
  const std::string id = SubmitOk(Large());
  WaitForPhase(id, v1::WORKFLOW_PHASE_DATA_PREPARATION);
  Cancel(id);
  WatchToEnd(id);
  EXPECT_EQ(ResultOf(id).state(), v1::WORKFLOW_STATE_CANCELLED);
}

}  // namespace
}  // namespace admf
