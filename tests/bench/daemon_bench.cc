// Measures the daemon from outside, as a client sees it, against the engine's
// own time for the same work:
//
//   bazel run //tests/bench:daemon_bench
//
// - start: from exec to SERVING, of a new process;
// - submit to result: SubmitWorkflow, WatchWorkflow to its end and GetResult of
// a
//   small backtest whose data is in the cache, one client;
// - cancel: from Cancel to the event `completed`, at 50 moments of a workflow
// that
//   reads a large file and computes on it;
// - the engine alone: decisions, execution, verification, metrics and tables of
//   the same backtest in this process.

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/civil_time.h"
#include "admf/v1/coordinator_service.grpc.pb.h"
#include "engine/base/check.h"
#include "engine/base/random.h"
#include "engine/data/bars.h"
#include "engine/data/market_data_reader.h"
#include "engine/data/table.h"
#include "engine/data/table_source.h"
#include "engine/execution/simulator.h"
#include "engine/execution/tables.h"
#include "engine/execution/verification.h"
#include "engine/indicators/computing_indicator_source.h"
#include "engine/metrics/metrics.h"
#include "engine/strategies/catalogue.h"
#include "tests/bench/bench_daemon.h"

namespace admf {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kStarts = 11;
constexpr int kWarmUp = 100;
constexpr int kRuns = 1'000;
constexpr int kBars = 2'000;
constexpr int kCancels = 50;
/// More than a second to read.
constexpr int kLargeBars = 1'000'000;

constexpr char kYaml[] = R"(workflow:
  type: backtest
  data_config: {sources: {WALK: {path: walk.csv}}}
  backtest_config:
    strategy: {type: sma_crossover, params: {fast_period: 10, slow_period: 30}}
)";

double MillisecondsSince(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin)
      .count();
}

double Quantile(std::vector<double> values, double quantile) {
  std::sort(values.begin(), values.end());
  return values[static_cast<size_t>(quantile *
                                    static_cast<double>(values.size() - 1))];
}

void WriteRandomWalk(const std::string& path, int bars) {
  std::ofstream file(path);
  file << "time,Open,High,Low,Close\n";
  Random random(1, 0);
  absl::CivilHour hour(1900, 1, 1);
  double close = 100;
  for (int i = 0; i < bars; ++i, ++hour) {
    const double open = close;
    close *= std::exp(0.04 * (random.NextUniform() - 0.5));
    file << absl::StrCat(absl::FormatCivilTime(hour), ":00", ",", open, ",",
                         std::max(open, close) * 1.01, ",",
                         std::min(open, close) * 0.99, ",", close, "\n");
  }
}

/// One of the times of each run.
std::vector<double> TimesOf(const std::vector<RunTimes>& runs,
                            double RunTimes::*part) {
  std::vector<double> times;
  times.reserve(runs.size());
  for (const RunTimes& run : runs) times.push_back(run.*part);
  return times;
}

/// How long a workflow that reads a large file goes on after it was cancelled;
/// nothing if it had ended before.
std::optional<double> CancelMilliseconds(v1::CoordinatorService::Stub& stub,
                                         const std::string& file, int delay) {
  // A file that has changed is read again.
  std::filesystem::last_write_time(
      file, std::filesystem::file_time_type::clock::now());
  const std::string id = SubmitWorkflow(
      stub, absl::StrReplaceAll(kYaml, {{"walk.csv", "large.csv"}}));
  std::this_thread::sleep_for(std::chrono::milliseconds(delay));
  v1::WatchWorkflowRequest watch;
  watch.set_workflow_id(id);
  grpc::ClientContext watch_context;
  const auto reader = stub.WatchWorkflow(&watch_context, watch);
  const Clock::time_point begin = Clock::now();
  v1::CancelRequest cancel;
  cancel.set_workflow_id(id);
  v1::CancelResponse cancelled;
  grpc::ClientContext cancel_context;
  CHECK(stub.Cancel(&cancel_context, cancel, &cancelled).ok());
  v1::WatchWorkflowResponse event;
  while (reader->Read(&event)) {
  }
  const double milliseconds = MillisecondsSince(begin);
  if (event.event().completed().state() != v1::WORKFLOW_STATE_CANCELLED) {
    return std::nullopt;
  }
  return milliseconds;
}

double EngineMilliseconds(const std::shared_ptr<const BarSeries>& bars) {
  const Clock::time_point begin = Clock::now();
  const StrategyDefinition* definition = FindStrategy("sma_crossover");
  std::vector<ParameterProblem> problems;
  const auto strategy =
      definition->create(ResolveStrategyParameters(*definition, {}, &problems));
  ComputingIndicatorSource indicators;
  const auto decisions = DecideAll(*strategy, bars, indicators, {});
  CHECK(decisions.ok());
  const SimulationSettings settings;
  const auto simulation = Simulate(*bars, *decisions, settings, {});
  CHECK(simulation.ok());
  CHECK(VerifySimulation(*bars, *decisions, settings, *simulation).ok());
  CHECK(!ComputeMetrics(*bars, *simulation, settings, {}).values.empty());
  CHECK(!EncodeTable(ToTable(TradesTable(*bars, *simulation))).empty());
  CHECK(!EncodeTable(ToTable(FillsTable(*bars, *simulation))).empty());
  CHECK(!EncodeTable(ToTable(EquityTable(*bars, *simulation))).empty());
  return MillisecondsSince(begin);
}

int Main(const std::string& program) {
  std::string folder =
      (std::filesystem::temp_directory_path() / "admf-bench-XXXXXX").string();
  CHECK(mkdtemp(folder.data()) != nullptr);
  std::filesystem::create_directories(folder + "/data");
  WriteRandomWalk(folder + "/data/walk.csv", kBars);
  WriteRandomWalk(folder + "/data/large.csv", kLargeBars);

  std::vector<double> starts;
  starts.reserve(kStarts);
  for (int i = 0; i < kStarts; ++i) {
    starts.push_back(BenchDaemon(program, folder).start_milliseconds());
  }
  std::vector<RunTimes> runs;
  runs.reserve(kRuns);
  std::vector<double> cancels;
  {
    const BenchDaemon daemon(program, folder);
    const auto stub = v1::CoordinatorService::NewStub(grpc::CreateChannel(
        daemon.address(), grpc::InsecureChannelCredentials()));
    for (int i = 0; i < kWarmUp; ++i) RunWorkflow(*stub, kYaml);
    for (int i = 0; i < kRuns; ++i) runs.push_back(RunWorkflow(*stub, kYaml));
    for (int i = 0; i < kCancels; ++i) {
      const auto cancel =
          CancelMilliseconds(*stub, folder + "/data/large.csv", 10 * i);
      if (cancel.has_value()) cancels.push_back(*cancel);
    }
  }
  const auto reader = MarketDataReader::Create({.threads = 1});
  const auto bars = (*reader)->Read({.path = folder + "/data/walk.csv",
                                     .display_path = "walk.csv",
                                     .symbol = "WALK"},
                                    {});
  CHECK(bars.ok());
  std::vector<double> engine;
  engine.reserve(kRuns);
  for (int i = 0; i < kRuns; ++i) engine.push_back(EngineMilliseconds(*bars));
  std::filesystem::remove_all(folder);

  const std::vector<double> all = TimesOf(runs, &RunTimes::all);
  std::printf(
      "start to SERVING, %d starts:          p50 %.1f ms, max %.1f ms\n",
      kStarts, Quantile(starts, 0.5), Quantile(starts, 1));
  std::printf("submit to result, %d runs:          p50 %.3f ms, p99 %.3f ms\n",
              kRuns, Quantile(all, 0.5), Quantile(all, 0.99));
  std::printf("  of it, p50: submit %.3f ms, watch %.3f ms, result %.3f ms\n",
              Quantile(TimesOf(runs, &RunTimes::submit), 0.5),
              Quantile(TimesOf(runs, &RunTimes::watch), 0.5),
              Quantile(TimesOf(runs, &RunTimes::result), 0.5));
  std::printf("the engine alone, %d runs:          p50 %.3f ms, p99 %.3f ms\n",
              kRuns, Quantile(engine, 0.5), Quantile(engine, 0.99));
  std::printf(
      "cancel to CANCELLED, %zu times:         p50 %.1f ms, max %.1f ms\n",
      cancels.size(), Quantile(cancels, 0.5), Quantile(cancels, 1));
  std::printf("overhead of the daemon (goal: 3 ms):  p50 %.3f ms\n",
              Quantile(all, 0.5) - Quantile(engine, 0.5));
  return 0;
}

}  // namespace
}  // namespace admf

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: daemon_bench PATH_OF_ADMFD\n");
    return 2;
  }
  return admf::Main(argv[1]);
}
