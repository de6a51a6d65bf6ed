#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/data/duckdb_instance.h"
#include "engine/data/price_columns.h"
#include "engine/data/price_file.h"
#include "engine/data/timestamp_resolver.h"

namespace admf {

/// What reading the rows of one price file takes.
struct PriceSource {
  const DuckDbInstance& duckdb;
  const PriceFile& file;
  /// Names of columns; empty ones are recognised.
  ByPriceColumn<std::string> column_names;
  TimestampResolver resolver;
  /// Most memory that the columns may take; 0 is no limit.
  int64_t max_bytes = 0;
  std::stop_token stop;
  /// Set to the names of the columns that were read, once they are known. May
  /// be null.
  ByPriceColumn<std::string>* found_names = nullptr;
};

/// Fills in `source.found_names`, from all names of the file.
inline void TellFoundNames(const PriceSource& source,
                           const std::vector<std::string>& names,
                           const PriceColumnPositions& positions) {
  if (source.found_names == nullptr) return;
  for (size_t i = 0; i < kPriceColumns; ++i) {
    const std::optional<size_t>& position = positions.values[i];
    source.found_names->values[i] =
        position.has_value() ? names[*position] : "";
  }
}

}  // namespace admf
