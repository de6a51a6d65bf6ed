// Measures the most memory that the daemon takes, mapped files included:
//
//   bazel run //tests/bench:memory_bench
//
// - a run over cached data: a backtest of 10 million minute bars whose parsed
//   file is in the cache, against the columns that it reads (time, four prices
//   and volume, 8 bytes each; goal: 1.5 times); and once more without what the
//   daemon takes before it has done anything;
// - searches of more and more trials over few bars, with whose number it must
//   not go on growing; indicators and what is known of each point fill first.
//
// Takes 2 GB in the folder for temporary files.

#include <grpcpp/grpcpp.h>
#include <stdlib.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "admf/v1/coordinator_service.grpc.pb.h"
#include "engine/base/check.h"
#include "engine/base/random.h"
#include "tests/bench/bench_daemon.h"

namespace admf {
namespace {

constexpr int kBars = 10'000'000;
constexpr int kColumns = 6;
constexpr int kFewBars = 1'500;
constexpr int kTrials[] = {10'000, 100'000, 200'000};

constexpr char kBacktest[] = R"(workflow:
  type: backtest
  data_config: {sources: {WALK: {path: walk.csv}}}
  backtest_config:
    strategy: {type: sma_crossover, params: {fast_period: 10, slow_period: 30}}
)";

constexpr char kSearch[] = R"(workflow:
  type: optimization
  data_config: {sources: {WALK: {path: short.csv}}}
  backtest_config:
    strategy: {type: sma_crossover}
  optimization_config:
    algorithm: random
    max_trials: TRIALS
    parameter_space:
      fast_period: {type: int, min: 2, max: 400}
      slow_period: {type: int, min: 401, max: 900}
)";

void WriteRandomWalk(const std::string& path, int bars) {
  std::ofstream file(path);
  file << "time,Open,High,Low,Close,Volume\n";
  Random random(1, 0);
  absl::CivilMinute minute(2000, 1, 1);
  double close = 100;
  for (int i = 0; i < bars; ++i, ++minute) {
    const double open = close;
    close *= std::exp(0.002 * (random.NextUniform() - 0.5));
    file << absl::StrCat(absl::FormatCivilTime(minute), ",", open, ",",
                         std::max(open, close) * 1.0001, ",",
                         std::min(open, close) * 0.9999, ",", close, ",",
                         i % 1000, "\n");
  }
  file.close();
  CHECK(file.good());
}

/// The memory of a process.
class Memory {
 public:
  explicit Memory(int process_id)
      : folder_(absl::StrCat("/proc/", process_id)) {}

  /// The most from here on.
  void Restart() const {
    std::ofstream file(folder_ + "/clear_refs");
    file << "5";
    file.close();
    CHECK(file.good());
  }
  double PeakBytes() const {
    std::ifstream file(folder_ + "/status");
    for (std::string line; std::getline(file, line);) {
      absl::string_view value = line;
      double kilobytes = 0;
      if (absl::ConsumePrefix(&value, "VmHWM:") &&
          absl::ConsumeSuffix(&value, " kB") &&
          absl::SimpleAtod(value, &kilobytes)) {
        return 1024 * kilobytes;
      }
    }
    CHECK(false);
  }

 private:
  const std::string folder_;
};

int Main(const std::string& program) {
  std::string folder =
      (std::filesystem::temp_directory_path() / "admf-bench-XXXXXX").string();
  CHECK(mkdtemp(folder.data()) != nullptr);
  std::filesystem::create_directories(folder + "/data");
  WriteRandomWalk(folder + "/data/walk.csv", kBars);
  WriteRandomWalk(folder + "/data/short.csv", kFewBars);
  const auto channel = [](const BenchDaemon& daemon) {
    return v1::CoordinatorService::NewStub(grpc::CreateChannel(
        daemon.address(), grpc::InsecureChannelCredentials()));
  };
  {
    // Parses the file.
    const BenchDaemon daemon(program, folder);
    RunWorkflow(*channel(daemon), kBacktest);
  }
  {
    const BenchDaemon daemon(program, folder);
    const Memory memory(daemon.process_id());
    const double idle = memory.PeakBytes();
    constexpr double kRead = 8.0 * kColumns * kBars;
    for (int run = 1; run <= 3; ++run) {
      memory.Restart();
      RunWorkflow(*channel(daemon), kBacktest);
      const double peak = memory.PeakBytes();
      std::printf(
          "a run of %d bars, number %d: %.0f MB, %.2f times the columns; "
          "without the idle daemon %.2f times\n",
          kBars, run, peak / 1e6, peak / kRead, (peak - idle) / kRead);
    }
  }
  for (const int trials : kTrials) {
    const BenchDaemon daemon(program, folder);
    const Memory memory(daemon.process_id());
    const double idle = memory.PeakBytes();
    RunWorkflow(
        *channel(daemon),
        absl::StrReplaceAll(kSearch, {{"TRIALS", absl::StrCat(trials)}}));
    std::printf("a search of %d trials: %.1f MB more than the idle daemon\n",
                trials, (memory.PeakBytes() - idle) / 1e6);
  }
  std::filesystem::remove_all(folder);
  return 0;
}

}  // namespace
}  // namespace admf

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: memory_bench PATH_OF_ADMFD\n");
    return 2;
  }
  return admf::Main(argv[1]);
}
