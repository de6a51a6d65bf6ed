#include "engine/data/parquet_prices.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "engine/base/status_macros.h"
#include "engine/data/bar_collector.h"
#include "engine/data/cell_text.h"
#include "engine/data/duckdb_query.h"
#include "engine/data/timestamp.h"

namespace admf {
namespace {

/// How the time is selected. Without a kind it is text, which is parsed.
struct TimeReading {
  std::string expression;
  std::optional<Timestamp::Kind> kind;
};

/// How a price is selected: as a double or as text.
struct PriceReading {
  std::string expression;
  bool is_text = false;
};

struct Readings {
  TimeReading time;
  ByPriceColumn<std::optional<PriceReading>> prices;
};

/// Says in the user's terms what DuckDB could not read.
absl::Status ExplainError(const absl::Status& error, const PriceFile& file) {
  if (error.code() != absl::StatusCode::kInvalidArgument) return error;
  const absl::string_view message = error.message();
  for (const char* sign : {"too small to be a Parquet file", "No magic bytes",
                           "Footer length error"}) {
    if (absl::StrContains(message, sign)) {
      return absl::InvalidArgumentError("it is not Parquet, or it is cut off");
    }
  }
  const std::string first_line(message.substr(0, message.find('\n')));
  return absl::InvalidArgumentError(absl::StrCat(
      "it can't be read as Parquet: ",
      absl::StrReplaceAll(first_line, {{file.ReopenPath(), "the file"}})));
}

/// `reference` is DuckDB's #1, #2, ...: no name from a file gets into SQL.
absl::StatusOr<TimeReading> TimeReadingOf(duckdb_type type,
                                          const std::string& reference) {
  switch (type) {
    case DUCKDB_TYPE_DATE:
      return TimeReading{absl::StrCat(reference, " - DATE '1970-01-01'"),
                         Timestamp::Kind::kDate};
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_S:
    case DUCKDB_TYPE_TIMESTAMP_MS:
    case DUCKDB_TYPE_TIMESTAMP_NS:
      return TimeReading{absl::StrCat("CAST(", reference, " AS TIMESTAMP)"),
                         Timestamp::Kind::kLocal};
    case DUCKDB_TYPE_TIMESTAMP_TZ:
      return TimeReading{reference, Timestamp::Kind::kInstant};
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_UINTEGER:
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_UBIGINT:
      return TimeReading{absl::StrCat("CAST(", reference, " AS BIGINT)"),
                         Timestamp::Kind::kNumber};
    case DUCKDB_TYPE_VARCHAR:
      return TimeReading{reference, std::nullopt};
    default:
      return absl::InvalidArgumentError(
          "the type of its time column is not date, timestamp, integer or "
          "text");
  }
}

absl::StatusOr<PriceReading> PriceReadingOf(PriceColumn column,
                                            duckdb_type type,
                                            const std::string& reference) {
  switch (type) {
    case DUCKDB_TYPE_TINYINT:
    case DUCKDB_TYPE_SMALLINT:
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_UTINYINT:
    case DUCKDB_TYPE_USMALLINT:
    case DUCKDB_TYPE_UINTEGER:
    case DUCKDB_TYPE_UBIGINT:
    case DUCKDB_TYPE_FLOAT:
    case DUCKDB_TYPE_DOUBLE:
    case DUCKDB_TYPE_DECIMAL:
      return PriceReading{absl::StrCat("CAST(", reference, " AS DOUBLE)")};
    case DUCKDB_TYPE_VARCHAR:
      return PriceReading{reference, /*is_text=*/true};
    default:
      return absl::InvalidArgumentError(
          absl::StrCat("the type of its ", std::string(PriceColumnName(column)),
                       " column is not a number or text"));
  }
}

/// Finds the file's columns and how to read them.
absl::StatusOr<Readings> FindReadings(const PriceSource& source) {
  const auto file = DuckDbQuery::Prepare(
      source.duckdb,
      absl::StrCat("FROM read_parquet('", source.file.ReopenPath(), "')"),
      source.stop);
  if (!file.ok()) return ExplainError(file.status(), source.file);
  std::vector<std::string> names;
  for (size_t i = 0; i < (*file)->column_count(); ++i) {
    names.push_back((*file)->column_name(i));
  }
  ASSIGN_OR_RETURN(const PriceColumnPositions positions,
                   FindPriceColumns(names, source.column_names));
  TellFoundNames(source, names, positions);
  Readings readings;
  for (size_t i = 0; i < kPriceColumns; ++i) {
    const auto column = static_cast<PriceColumn>(i);
    if (!positions[column].has_value()) continue;
    const size_t position = *positions[column];
    const duckdb_type type = (*file)->column_type(position);
    const std::string reference = absl::StrCat("#", position + 1);
    if (column == PriceColumn::kTime) {
      ASSIGN_OR_RETURN(readings.time, TimeReadingOf(type, reference));
    } else {
      ASSIGN_OR_RETURN(readings.prices[column],
                       PriceReadingOf(column, type, reference));
    }
  }
  return readings;
}

/// Turns chunks of a query for `readings` into rows, and these into bars.
class ChunkReader {
 public:
  ChunkReader(const Readings& readings, const DuckDbQuery& query,
              BarCollector& collector)
      : readings_(readings), query_(query), collector_(collector) {}

  /// Takes all rows of the current chunk.
  void Take(size_t rows) {
    cells_.clear();
    for (size_t i = 0; i < query_.column_count(); ++i) {
      cells_.push_back(query_.column(i));
    }
    for (size_t row = 0; row < rows; ++row) TakeRow(row);
  }

 private:
  void TakeRow(size_t row) {
    BarCollector::Row bar;
    if (TakeTime(row, bar.time) &&
        TakePrice(PriceColumn::kOpen, row, bar.values.open) &&
        TakePrice(PriceColumn::kHigh, row, bar.values.high) &&
        TakePrice(PriceColumn::kLow, row, bar.values.low) &&
        TakePrice(PriceColumn::kClose, row, bar.values.close) &&
        TakePrice(PriceColumn::kVolume, row, bar.values.volume)) {
      collector_.Add(/*line=*/0, bar);
    }
  }

  /// False if there is no time or price in the row, which is then counted as
  /// bad.
  bool TakeTime(size_t row, Timestamp& time) {
    const DuckDbColumn& cells = cells_[0];
    if (cells.IsNull(row)) return Refuse(DescribeBadTime(""));
    if (readings_.time.kind.has_value()) {
      time = {*readings_.time.kind, cells.Get<int64_t>(row)};
      return true;
    }
    const std::string_view text = cells.GetText(row);
    const std::optional<Timestamp> parsed = ParseTimestamp(text);
    if (!parsed.has_value()) return Refuse(DescribeBadTime(text));
    time = *parsed;
    return true;
  }

  bool TakePrice(PriceColumn column, size_t row, double& value) {
    const std::optional<PriceReading>& reading = readings_.prices[column];
    if (!reading.has_value()) return true;
    // The query selects the columns in the order of their meanings, and the
    // volume, which alone may be absent, is the last.
    const DuckDbColumn& cells = cells_[static_cast<size_t>(column)];
    if (cells.IsNull(row)) return Refuse(DescribeBadPrice(column, ""));
    if (!reading->is_text) {
      value = cells.Get<double>(row);
      return true;
    }
    const std::string_view text = cells.GetText(row);
    const std::optional<double> price = ParsePrice(text);
    if (!price.has_value()) return Refuse(DescribeBadPrice(column, text));
    value = *price;
    return true;
  }

  bool Refuse(const std::string& description) {
    collector_.AddBad(/*line=*/0, description);
    return false;
  }

  const Readings& readings_;
  const DuckDbQuery& query_;
  BarCollector& collector_;
  std::vector<DuckDbColumn> cells_;
};

std::string SelectQuery(const Readings& readings, const PriceFile& file) {
  std::vector<std::string> expressions = {readings.time.expression};
  for (const std::optional<PriceReading>& price : readings.prices.values) {
    if (price.has_value()) expressions.push_back(price->expression);
  }
  return absl::StrCat("SELECT ", absl::StrJoin(expressions, ", "),
                      " FROM read_parquet('", file.ReopenPath(), "')");
}

}  // namespace

absl::StatusOr<BarSeries::Columns> ReadParquetPrices(
    const PriceSource& source) {
  ASSIGN_OR_RETURN(const Readings readings, FindReadings(source));
  const auto query = DuckDbQuery::Prepare(
      source.duckdb, SelectQuery(readings, source.file), source.stop);
  if (!query.ok()) return ExplainError(query.status(), source.file);
  BarCollector collector(source.resolver,
                         readings.prices[PriceColumn::kVolume].has_value());
  ChunkReader reader(readings, **query, collector);
  while (true) {
    const absl::StatusOr<size_t> rows = (*query)->NextChunk();
    if (!rows.ok()) return ExplainError(rows.status(), source.file);
    if (*rows == 0) return collector.Finish();
    reader.Take(*rows);
    RETURN_IF_ERROR(collector.CheckMemory(source.max_bytes));
  }
}

}  // namespace admf
