#include "engine/data/duckdb_instance.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/data/test_files.h"

namespace admf {
namespace {

TEST(DuckDbInstanceTest, IsLockedDown) {
  const auto instance = DuckDbInstance::Open(1);
  ASSERT_TRUE(instance.ok()) << instance.status();
  auto connection = DuckDbConnection::Connect(**instance);
  ASSERT_TRUE(connection.ok()) << connection.status();
  const std::string path = WriteTestFile("prices.csv", "a,b\n1,2\n");
  const std::string quoted = "'" + path + "'";
  const std::vector<std::string> refused = {
      "FROM read_csv(" + quoted + ")",
      "FROM read_text(" + quoted + ")",
      "FROM read_text('/proc/self/fd/../../../" + path + "')",
      "FROM read_text('/proc/self/environ')",
      "FROM read_csv('http://127.0.0.1/a.csv')",
      "COPY (SELECT 1) TO '" + TestPath("written.csv") + "'",
      "ATTACH '" + TestPath("database") + "'",
      "INSTALL httpfs",
      "LOAD httpfs",
      "SET enable_external_access = true",
      "SET allowed_directories = ['/']",
      "SET threads = 8"};
  for (const std::string& sql : refused) {
    EXPECT_FALSE(connection->Execute(sql).ok()) << sql;
  }
  EXPECT_TRUE(connection->Execute("SELECT 1").ok());
}

TEST(DuckDbInstanceTest, InstancesShareNothing) {
  const auto first = DuckDbInstance::Open(1);
  const auto second = DuckDbInstance::Open(1);
  ASSERT_TRUE(first.ok() && second.ok());
  auto in_first = DuckDbConnection::Connect(**first);
  auto in_second = DuckDbConnection::Connect(**second);
  ASSERT_TRUE(in_first->Execute("CREATE TABLE t (a INTEGER)").ok());
  EXPECT_TRUE(in_first->Execute("FROM t").ok());
  EXPECT_FALSE(in_second->Execute("FROM t").ok());
}

TEST(DuckDbInstanceTest, ErrorsBecomeStatuses) {
  EXPECT_EQ(DuckDbError(DUCKDB_ERROR_INTERRUPT, "x").code(),
            absl::StatusCode::kCancelled);
  EXPECT_EQ(DuckDbError(DUCKDB_ERROR_OUT_OF_MEMORY, "x"),
            absl::ResourceExhaustedError("x"));
  EXPECT_EQ(DuckDbError(DUCKDB_ERROR_IO, "x\n\nLINE 1: FROM y"),
            absl::UnavailableError("x"));
  EXPECT_EQ(DuckDbError(DUCKDB_ERROR_PARSER, "x"),
            absl::InvalidArgumentError("x"));
  EXPECT_EQ(DuckDbError(DUCKDB_ERROR_PARSER, nullptr),
            absl::InvalidArgumentError("unknown error"));
}

}  // namespace
}  // namespace admf
