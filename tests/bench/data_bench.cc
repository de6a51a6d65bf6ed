// How long it takes until 10 million bars can be computed with.
//
// A file of 10 million minutes is written, and then:
//
//   count    DuckDB's own count(*) over it, as read_csv finds its columns and
//            types: what reading the file costs at the least
//   parse    MarketDataReader: parsed, every row checked, digest computed
//   hash     SHA-256 of the file, which is its name in the cache; once for each
//            change of the file
//   keep     written to the cache, synced, and mapped
//   first    from the cache by a new process: all bytes are compared with their
//            checksums, once for each file and process
//   again    from the cache by a process that knows the file
//   runs     the bars of 8 runs with symbols and bounds of their own
//
// Memory is what the process has at the most beyond what it had before (VmHWM,
// reset before each step): anonymous memory plus the pages of mapped files.
// `columns` is what the bars take.
//
// bazel run -c opt //tests/bench:data_bench [-- ROWS]

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "containers/platform/posix_file_system.h"
#include "containers/platform/real_clock.h"
#include "coordinator/bar_cache.h"
#include "coordinator/shared_feeds.h"
#include "duckdb.h"
#include "engine/base/check.h"
#include "engine/base/random.h"
#include "engine/data/bars.h"
#include "engine/data/market_data_reader.h"

namespace admf {
namespace {

constexpr double kMebibyte = 1 << 20;

void WriteMinutes(const std::string& path, int64_t rows) {
  std::ofstream file(path);
  file << "timestamp,open,high,low,close,volume\n";
  Random random(/*seed=*/1, /*stream=*/0);
  double close = 100;
  absl::CivilMinute minute(2000, 1, 3, 0, 0);
  std::string text;
  for (int64_t i = 0; i < rows; ++i, ++minute) {
    const double open = close;
    close =
        open * (1 + 0.001 * (random.NextUniform() - 0.5)) - 1e-5 * (open - 100);
    absl::StrAppend(&text, absl::FormatCivilTime(minute), ":00,", open, ",",
                    std::max(open, close) * 1.01, ",",
                    std::min(open, close) * 0.99, ",", close, ",",
                    random.NextBelow(1'000'000), "\n");
    if (text.size() < (1 << 20)) continue;
    file << text;
    text.clear();
  }
  file << text;
  CHECK(file.good());
}

/// A line of /proc/self/status, in MiB.
double StatusMebibytes(const char* name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (!absl::StartsWith(line, name)) continue;
    const std::vector<std::string> words =
        absl::StrSplit(line, absl::ByAnyChar(" \t"), absl::SkipEmpty());
    double kibibytes = 0;
    CHECK(absl::SimpleAtod(words[1], &kibibytes));
    return kibibytes / 1024;
  }
  return NAN;
}

/// Runs a step and prints its time and what memory it took at the most.
void Measure(const char* name, const std::function<void()>& step) {
  // Resets VmHWM.
  std::ofstream("/proc/self/clear_refs") << "5";
  const double before = StatusMebibytes("VmRSS:");
  const auto start = std::chrono::steady_clock::now();
  step();
  const std::chrono::duration<double, std::milli> elapsed =
      std::chrono::steady_clock::now() - start;
  std::printf("%-6s %10.1f ms   peak %+.0f MiB\n", name, elapsed.count(),
              StatusMebibytes("VmHWM:") - before);
  std::fflush(stdout);
}

void CountWithDuckDb(const std::string& path, int64_t rows) {
  duckdb_database database;
  duckdb_connection connection;
  CHECK(duckdb_open(nullptr, &database) == DuckDBSuccess);
  CHECK(duckdb_connect(database, &connection) == DuckDBSuccess);
  duckdb_result result;
  const std::string sql =
      absl::StrCat("SELECT count(*) FROM read_csv('", path, "')");
  CHECK(duckdb_query(connection, sql.c_str(), &result) == DuckDBSuccess);
  CHECK(duckdb_value_int64(&result, 0, 0) == rows);
  duckdb_destroy_result(&result);
  duckdb_disconnect(&connection);
  duckdb_close(&database);
}

class Bench {
 public:
  Bench(std::string folder, int64_t rows)
      : folder_(std::move(folder)),
        path_(folder_ + "/minutes.csv"),
        rows_(rows) {}

  void Run() {
    WriteMinutes(path_, rows_);
    std::printf(
        "%lld rows, %.0f MiB of CSV\n", static_cast<long long>(rows_),
        static_cast<double>(std::filesystem::file_size(path_)) / kMebibyte);
    Measure("count", [this] { CountWithDuckDb(path_, rows_); });
    Measure("parse", [this] { Parse(); });
    // So that the file counts as settled.
    absl::SleepFor(absl::Seconds(3));
    Measure("hash", [this] { CHECK(Cache()->ContentDigest(path_, {}).ok()); });
    Measure("keep", [this] { Keep(); });
    feeds_ = Feeds();
    Measure("first", [this] { bars_ = Get("BENCH", ""); });
    std::printf("columns %.0f MiB\n",
                static_cast<double>(bars_->bytes()) / kMebibyte);
    bars_.reset();
    feeds_->Trim();
    Measure("again", [this] { bars_ = Get("BENCH", ""); });
    Measure("runs", [this] {
      std::vector<std::shared_ptr<const BarSeries>> runs;
      for (int run = 0; run < 8; ++run) {
        runs.push_back(
            Get(absl::StrCat("RUN", run), absl::StrCat("2001-01-0", run + 1)));
      }
      CHECK(feeds_->source_statistics().values == 1);
    });
  }

 private:
  std::unique_ptr<BarCache> Cache() {
    return std::make_unique<BarCache>(
        BarCache::Options{.file_system = &files_,
                          .clock = &clock_,
                          .folder = folder_ + "/cache",
                          .max_bytes = int64_t{1} << 40});
  }

  std::unique_ptr<SharedFeeds> Feeds() {
    auto reader = MarketDataReader::Create({.threads = 2});
    CHECK(reader.ok());
    return std::make_unique<SharedFeeds>(
        SharedFeeds::Options{.file_system = &files_,
                             .reader = *std::move(reader),
                             .cache = Cache()});
  }

  std::shared_ptr<const BarSeries> Get(const std::string& symbol,
                                       const std::string& start) {
    ReadRequest request;
    request.path = path_;
    request.display_path = "minutes.csv";
    request.symbol = symbol;
    request.start = start;
    auto bars = feeds_->Get(request, {});
    CHECK(bars.ok());
    return *bars;
  }

  void Parse() {
    auto reader = MarketDataReader::Create({.threads = 2});
    ReadRequest request;
    request.path = path_;
    request.symbol = "BENCH";
    const auto bars = (*reader)->Read(request, {});
    CHECK(bars.ok() && static_cast<int64_t>((*bars)->size()) == rows_);
  }

  void Keep() {
    feeds_ = Feeds();
    bars_ = Get("BENCH", "");
    bars_.reset();
    feeds_.reset();
  }

  const std::string folder_;
  const std::string path_;
  const int64_t rows_;
  PosixFileSystem files_;
  RealClock clock_;
  std::unique_ptr<SharedFeeds> feeds_;
  std::shared_ptr<const BarSeries> bars_;
};

}  // namespace
}  // namespace admf

int main(int argc, char** argv) {
  const int64_t rows = argc > 1 ? std::atoll(argv[1]) : 10'000'000;
  std::string folder =
      std::filesystem::temp_directory_path() / "admf_data_bench_XXXXXX";
  CHECK(mkdtemp(folder.data()) != nullptr);
  admf::Bench(folder, rows).Run();
  std::filesystem::remove_all(folder);
}
