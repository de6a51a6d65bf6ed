#include "tests/unit/engine/data/test_files.h"

#include <fstream>
#include <iterator>

#include "absl/strings/str_replace.h"
#include "duckdb.h"
#include "gtest/gtest.h"

namespace admf {

std::string TestPath(const std::string& name) {
  return testing::TempDir() + "/" + name;
}

std::string WriteTestFile(const std::string& name, std::string_view bytes) {
  std::string path = TestPath(name);
  std::ofstream file(path, std::ios::binary);
  file << bytes;
  file.close();
  EXPECT_TRUE(file.good()) << path;
  return path;
}

std::string ReadTestFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.is_open()) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

void RunSql(std::string sql, const std::string& path) {
  QuerySql(std::move(sql), path);
}

std::string QuerySql(std::string sql, const std::string& path) {
  const std::string quoted = absl::StrReplaceAll(path, {{"'", "''"}});
  absl::StrReplaceAll({{"FILE", "'" + quoted + "'"}}, &sql);
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;
  duckdb_result result = {};
  EXPECT_EQ(duckdb_open(nullptr, &database), DuckDBSuccess);
  EXPECT_EQ(duckdb_connect(database, &connection), DuckDBSuccess);
  EXPECT_EQ(duckdb_query(connection, sql.c_str(), &result), DuckDBSuccess)
      << sql << ": " << duckdb_result_error(&result);
  std::string text;
  if (duckdb_row_count(&result) > 0) {
    char* value = duckdb_value_varchar(&result, 0, 0);
    text = value == nullptr ? "" : value;
    duckdb_free(value);
  }
  duckdb_destroy_result(&result);
  duckdb_disconnect(&connection);
  duckdb_close(&database);
  return text;
}

}  // namespace admf
