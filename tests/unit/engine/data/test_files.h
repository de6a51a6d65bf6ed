#pragma once

#include <string>
#include <string_view>

namespace admf {

/// The path of a file in this test's own folder.
std::string TestPath(const std::string& name);

/// Writes a file into this test's own folder and returns its path.
std::string WriteTestFile(const std::string& name, std::string_view bytes);

/// The bytes of a file.
std::string ReadTestFile(const std::string& path);

/// Runs SQL in a DuckDB instance of its own, without any locks; COPY in it
/// writes Parquet and gzipped files. FILE in the text stands for `path`.
void RunSql(std::string sql, const std::string& path);

/// The value in the first row and column of a query's result, as text.
std::string QuerySql(std::string sql, const std::string& path);

}  // namespace admf
