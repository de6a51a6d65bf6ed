#include "engine/data/market_data_reader.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "engine/data/adjustments.h"
#include "engine/data/adjustments_file.h"
#include "engine/data/csv_prices.h"
#include "engine/data/duckdb_instance.h"
#include "engine/data/local_clock.h"
#include "engine/data/make_bars.h"
#include "engine/data/parquet_prices.h"
#include "engine/data/price_columns.h"
#include "engine/data/price_file.h"
#include "engine/data/price_source.h"
#include "engine/data/resample.h"
#include "engine/data/timestamp_resolver.h"

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
                                            std::stop_token stop,
                                            ByPriceColumn<std::string>* names) {
  ASSIGN_OR_RETURN(const PriceFile file,
                   PriceFile::Open(request.path, request.format));
  const PriceSource source = {
      duckdb,
      file,
      {{request.time_column, request.open_column, request.high_column,
        request.low_column, request.close_column, request.volume_column}},
      TimestampResolver(clock),
      request.max_bytes,
      std::move(stop),
      names};
  return file.kind() == PriceFile::Kind::kParquet ? ReadParquetPrices(source)
                                                  : ReadCsvPrices(source);
}

absl::StatusOr<std::shared_ptr<const SourceBars>> ReadFile(
    const DuckDbInstance& duckdb, const ReadRequest& request,
    std::stop_token stop) {
  RETURN_IF_ERROR(FirstProblem(request));
  ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadTimezone(request.timezone));
  const LocalClock clock(zone);
  auto source = std::make_shared<SourceBars>();
  ASSIGN_OR_RETURN(
      BarSeries::Columns columns,
      ReadRows(duckdb, request, clock, std::move(stop), &source->column_names));
  const auto owned =
      std::make_shared<const BarSeries::Columns>(std::move(columns));
  source->columns = *owned;
  source->owner = owned;
  if (owned->time_us.size() >= 2) {
    source->distance_us = SmallestDistance(owned->time_us, clock);
  }
  return source;
}

class DuckDbMarketDataReader final : public MarketDataReader {
 public:
  explicit DuckDbMarketDataReader(std::unique_ptr<DuckDbInstance> duckdb)
      : duckdb_(std::move(duckdb)) {}

  absl::StatusOr<std::shared_ptr<const SourceBars>> ReadSource(
      const ReadRequest& request, std::stop_token stop) override {
    auto source = ReadFile(*duckdb_, request, std::move(stop));
    if (source.ok()) return source;
    return absl::Status(
        source.status().code(),
        absl::StrCat(request.display_path, ": ", source.status().message()));
  }

 private:
  const std::unique_ptr<DuckDbInstance> duckdb_;
};

}  // namespace

absl::StatusOr<std::shared_ptr<const BarSeries>> MarketDataReader::Read(
    const ReadRequest& request, std::stop_token stop) {
  ASSIGN_OR_RETURN(auto source, ReadSource(request, stop));
  std::vector<Adjustment> adjustments;
  if (request.adjustment_method != AdjustmentMethod::kNone) {
    ASSIGN_OR_RETURN(
        adjustments,
        ReadAdjustments(request.adjustments_path,
                        request.adjustments_display_path, request.symbol));
  }
  return MakeBars(request, std::move(source), adjustments,
                  /*known_digest=*/"", std::move(stop));
}

absl::StatusOr<std::unique_ptr<MarketDataReader>> MarketDataReader::Create(
    Options options) {
  ASSIGN_OR_RETURN(auto duckdb, DuckDbInstance::Open(options.threads));
  return std::make_unique<DuckDbMarketDataReader>(std::move(duckdb));
}

}  // namespace admf
