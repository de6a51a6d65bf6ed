#include "engine/data/csv_prices.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "engine/data/bar_collector.h"
#include "engine/data/cell_text.h"
#include "engine/data/csv_line.h"
#include "engine/data/duckdb_query.h"
#include "engine/data/gzip_check.h"
#include "engine/data/timestamp.h"

namespace admf {
namespace {

// A line of prices has about a hundred bytes.
constexpr int kMaxLineBytes = 65'536;
// Small enough that unpacking one takes a fraction of the 100 ms in which a
// cancelled read has to end.
constexpr int kBufferBytes = 4 * 1024 * 1024;

/// The query for a file's lines, each as one text, empty ones as NULL. DuckDB
/// reads, unpacks and checks that it is UTF-8; the fields are split here,
/// because its own splitting passes over empty lines and so can't say which
/// line a row is, and takes three times as long. No text has the "delimiter"
/// 0x1F.
std::string LinesQuery(const PriceFile& file) {
  const bool gzipped = file.kind() == PriceFile::Kind::kGzippedCsv;
  return absl::StrCat(
      "FROM read_csv('", file.ReopenPath(),
      "', auto_detect = false, header = false, columns = {'line': 'VARCHAR'}, "
      "delim = '\x1f', quote = '', escape = '', compression = '",
      gzipped ? "gzip" : "none", "', max_line_size = ", kMaxLineBytes,
      ", buffer_size = ", kBufferBytes, ")");
}

/// Says in the user's terms what DuckDB could not read.
absl::Status ExplainError(const absl::Status& error) {
  if (error.code() != absl::StatusCode::kInvalidArgument) return error;
  const absl::string_view message = error.message();
  if (absl::StrContains(message, "Maximum line size")) {
    return absl::InvalidArgumentError(
        absl::StrCat("it has a line of more than ", kMaxLineBytes, " bytes"));
  }
  if (absl::StrContains(message, "unicode") ||
      absl::StrContains(message, "Expected Number of Columns")) {
    return absl::InvalidArgumentError("it is not text in UTF-8");
  }
  if (absl::StrContains(message, "invalid state")) {
    return absl::InvalidArgumentError(
        "its lines don't all end in the same way (LF or CR LF)");
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "it can't be read: ", message.substr(0, message.find('\n'))));
}

/// An error if these are values and not the names of columns.
absl::Status CheckIsHeader(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (!ParseTimestamp(name).has_value() && !ParsePrice(name).has_value()) {
      continue;
    }
    return absl::InvalidArgumentError(
        absl::StrCat("its first line must name the columns, but \"", name,
                     "\" is a value; add a line such as "
                     "Date,Open,High,Low,Close,Volume"));
  }
  return absl::OkStatus();
}

/// Turns the lines of a file into rows, and these into bars.
class LineReader {
 public:
  explicit LineReader(const PriceSource& source) : source_(source) {}

  /// Takes the next line; its number counts from 1. An error ends the reading.
  absl::Status Take(std::string_view line, int64_t number) {
    const bool is_blank = line.find_first_not_of(' ') == std::string_view::npos;
    if (is_blank) return absl::OkStatus();
    if (!collector_.has_value()) return TakeHeader(line);
    if (!splitter_->Split(line)) {
      collector_->AddBad(number, "its quotes don't match");
    } else if (splitter_->fields().size() != header_size_) {
      collector_->AddBad(
          number, absl::StrCat("it has ", splitter_->fields().size(),
                               " columns, the header has ", header_size_));
    } else {
      TakeRow(number);
    }
    return absl::OkStatus();
  }

  absl::Status CheckMemory() const {
    return collector_.has_value() ? collector_->CheckMemory(source_.max_bytes)
                                  : absl::OkStatus();
  }

  absl::StatusOr<BarSeries::Columns> Finish() {
    if (!collector_.has_value()) {
      return absl::InvalidArgumentError("it is empty");
    }
    return collector_->Finish();
  }

 private:
  absl::Status TakeHeader(std::string_view line) {
    splitter_.emplace(DetectDelimiter(line));
    if (!splitter_->Split(line)) {
      return absl::InvalidArgumentError("the quotes of its header don't match");
    }
    const std::vector<std::string> names(splitter_->fields().begin(),
                                         splitter_->fields().end());
    absl::StatusOr<PriceColumnPositions> positions =
        FindPriceColumns(names, source_.column_names);
    if (!positions.ok()) {
      RETURN_IF_ERROR(CheckIsHeader(names));
      return positions.status();
    }
    positions_ = *positions;
    TellFoundNames(source_, names, positions_);
    header_size_ = names.size();
    collector_.emplace(source_.resolver,
                       positions_[PriceColumn::kVolume].has_value());
    return absl::OkStatus();
  }

  void TakeRow(int64_t number) {
    BarCollector::Row row;
    const std::string_view time = Field(PriceColumn::kTime);
    const std::optional<Timestamp> timestamp = ParseTimestamp(time);
    if (!timestamp.has_value()) {
      collector_->AddBad(number, DescribeBadTime(time));
      return;
    }
    row.time = *timestamp;
    if (TakePrice(PriceColumn::kOpen, number, row.values.open) &&
        TakePrice(PriceColumn::kHigh, number, row.values.high) &&
        TakePrice(PriceColumn::kLow, number, row.values.low) &&
        TakePrice(PriceColumn::kClose, number, row.values.close) &&
        TakePrice(PriceColumn::kVolume, number, row.values.volume)) {
      collector_->Add(number, row);
    }
  }

  /// False if the field is no number, which is then counted.
  bool TakePrice(PriceColumn column, int64_t number, double& value) {
    if (!positions_[column].has_value()) return true;
    const std::string_view field = Field(column);
    const std::optional<double> price = ParsePrice(field);
    if (!price.has_value()) {
      collector_->AddBad(number, DescribeBadPrice(column, field));
      return false;
    }
    value = *price;
    return true;
  }

  std::string_view Field(PriceColumn column) const {
    return splitter_->fields()[*positions_[column]];
  }

  const PriceSource& source_;
  // Known once the header was read.
  std::optional<CsvLineSplitter> splitter_;
  std::optional<BarCollector> collector_;
  PriceColumnPositions positions_;
  size_t header_size_ = 0;
};

}  // namespace

absl::StatusOr<BarSeries::Columns> ReadCsvPrices(const PriceSource& source) {
  if (source.file.kind() == PriceFile::Kind::kGzippedCsv) {
    RETURN_IF_ERROR(CheckGzip(source.file.descriptor(), source.stop));
  }
  auto query =
      DuckDbQuery::Prepare(source.duckdb, LinesQuery(source.file), source.stop);
  if (!query.ok()) return ExplainError(query.status());
  LineReader reader(source);
  int64_t number = 0;
  while (true) {
    const absl::StatusOr<size_t> rows = (*query)->NextChunk();
    if (!rows.ok()) return ExplainError(rows.status());
    if (*rows == 0) return reader.Finish();
    const DuckDbColumn lines = (*query)->column(0);
    for (size_t row = 0; row < *rows; ++row) {
      ++number;
      if (lines.IsNull(row)) continue;
      RETURN_IF_ERROR(reader.Take(lines.GetText(row), number));
    }
    RETURN_IF_ERROR(reader.CheckMemory());
  }
}

}  // namespace admf
