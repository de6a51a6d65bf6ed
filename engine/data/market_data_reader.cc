#include "engine/data/market_data_reader.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "engine/data/csv_prices.h"
#include "engine/data/duckdb_instance.h"
#include "engine/data/local_clock.h"
#include "engine/data/parquet_prices.h"
#include "engine/data/price_file.h"
#include "engine/data/price_source.h"
#include "engine/data/resample.h"
#include "engine/data/time_bounds.h"
#include "engine/data/timestamp.h"

namespace admf {
namespace {

absl::Status FirstProblem(const ReadRequest& request) {
  const std::vector<RequestProblem> problems = CheckReadRequest(request);
  if (problems.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(problems[0].field, ": ", problems[0].description));
}

absl::StatusOr<BarSeries::Columns> ReadRows(const DuckDbInstance& duckdb,
                                            const ReadRequest& request,
                                            const LocalClock& clock,
                                            std::stop_token stop) {
  ASSIGN_OR_RETURN(const PriceFile file,
                   PriceFile::Open(request.path, request.format));
  const PriceSource source = {
      duckdb,
      file,
      {{request.time_column, request.open_column, request.high_column,
        request.low_column, request.close_column, request.volume_column}},
      TimestampResolver(clock),
      request.max_bytes,
      std::move(stop)};
  return file.kind() == PriceFile::Kind::kParquet ? ReadParquetPrices(source)
                                                  : ReadCsvPrices(source);
}

absl::Status Cut(const ReadRequest& request, LocalClock clock,
                 BarSeries::Columns& columns) {
  TimeBounds bounds;
  if (!request.start.empty()) {
    ASSIGN_OR_RETURN(bounds.first_us, ParseFirstBound(request.start, clock));
  }
  if (!request.end.empty()) {
    ASSIGN_OR_RETURN(bounds.last_us, ParseLastBound(request.end, clock));
  }
  const std::string first = FormatLocal(clock.ToLocal(columns.time_us.front()));
  const std::string last = FormatLocal(clock.ToLocal(columns.time_us.back()));
  CutToBounds(bounds, columns);
  if (!columns.time_us.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "it has no bars ", request.start.empty() ? "" : "from ", request.start,
      request.start.empty() || request.end.empty() ? "" : " ",
      request.end.empty() ? "" : "until ", request.end, "; its bars go from ",
      first, " to ", last, " (", clock.name(), ")"));
}

/// Resamples `columns` to the wanted timeframe, if it isn't theirs, and returns
/// the timeframe that they then have. `distance_us` is the smallest one of the
/// file's bars, 0 if there is one bar.
absl::StatusOr<Timeframe> ToTimeframe(std::optional<Timeframe> wanted,
                                      int64_t distance_us,
                                      const LocalClock& clock,
                                      const std::stop_token& stop,
                                      BarSeries::Columns& columns) {
  if (distance_us == 0) return wanted.value_or(Timeframe());
  const int64_t seconds = distance_us / kMicrosPerSecond;
  if (seconds > 0) {
    const Timeframe own = Timeframe::FromSeconds(seconds);
    if (!wanted.has_value() || *wanted == own) return own;
    if (wanted->seconds() < own.seconds()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "its bars are ", own.ToString(),
          " apart, so there is no timeframe of ", wanted->ToString(),
          ": the wanted one can't be finer than the data"));
    }
  } else if (!wanted.has_value()) {
    return absl::InvalidArgumentError(
        "its bars are less than a second apart; say which timeframe to make of "
        "them, such as timeframe: 1s");
  }
  ASSIGN_OR_RETURN(columns, Resample(columns, *wanted, clock, stop));
  return *wanted;
}

absl::StatusOr<std::shared_ptr<const BarSeries>> ReadBars(
    const DuckDbInstance& duckdb, const ReadRequest& request,
    std::stop_token stop) {
  RETURN_IF_ERROR(FirstProblem(request));
  ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadTimezone(request.timezone));
  const LocalClock clock(zone);
  ASSIGN_OR_RETURN(BarSeries::Columns columns,
                   ReadRows(duckdb, request, clock, stop));
  const int64_t distance_us =
      columns.time_us.size() < 2 ? 0 : SmallestDistance(columns.time_us, clock);
  RETURN_IF_ERROR(Cut(request, clock, columns));
  ASSIGN_OR_RETURN(
      const Timeframe timeframe,
      ToTimeframe(request.timeframe, distance_us, clock, stop, columns));
  return BarSeries::Create({request.symbol, timeframe, request.timezone},
                           std::move(columns), stop);
}

class DuckDbMarketDataReader final : public MarketDataReader {
 public:
  explicit DuckDbMarketDataReader(std::unique_ptr<DuckDbInstance> duckdb)
      : duckdb_(std::move(duckdb)) {}

  absl::StatusOr<std::shared_ptr<const BarSeries>> Read(
      const ReadRequest& request, std::stop_token stop) override {
    auto bars = ReadBars(*duckdb_, request, std::move(stop));
    if (bars.ok()) return bars;
    return absl::Status(
        bars.status().code(),
        absl::StrCat(request.display_path, ": ", bars.status().message()));
  }

 private:
  const std::unique_ptr<DuckDbInstance> duckdb_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<MarketDataReader>> MarketDataReader::Create(
    Options options) {
  ASSIGN_OR_RETURN(auto duckdb, DuckDbInstance::Open(options.threads));
  return std::make_unique<DuckDbMarketDataReader>(std::move(duckdb));
}

}  // namespace admf
