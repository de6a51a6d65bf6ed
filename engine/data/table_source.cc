#include "engine/data/table_source.h"

#include <algorithm>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/status_macros.h"

namespace admf {
namespace {

Table::Column ReadRows(const TableSource::Column& source, size_t begin,
                       size_t end) {
  Table::Column column = {source.name, source.rows(begin, end)};
  CHECK(column.size() == end - begin);
  return column;
}

}  // namespace

absl::Status EncodeTable(const TableSource& source, ByteSink sink,
                         const std::stop_token& stop) {
  std::string bytes;
  AppendTableBegin(source.columns.size(), source.row_count, &bytes);
  for (const TableSource::Column& column : source.columns) {
    size_t begin = 0;
    do {
      if (stop.stop_requested()) {
        return absl::CancelledError("cancelled while a table was written");
      }
      const size_t end =
          std::min(begin + TableSource::kBlockRows, source.row_count);
      const Table::Column block = ReadRows(column, begin, end);
      if (begin == 0) AppendColumnBegin(column.name, block.values, &bytes);
      AppendValues(block.values, &bytes);
      RETURN_IF_ERROR(sink(bytes));
      bytes.clear();
      begin = end;
    } while (begin < source.row_count);
  }
  return bytes.empty() ? absl::OkStatus() : sink(bytes);
}

Table ToTable(const TableSource& source) {
  Table table;
  for (const TableSource::Column& column : source.columns) {
    table.columns.push_back(ReadRows(column, 0, source.row_count));
  }
  return table;
}

}  // namespace admf
