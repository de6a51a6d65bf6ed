#pragma once

#include <cstdint>
#include <stop_token>
#include <string>

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
};

}  // namespace admf
