#include "engine/data/duckdb_query.h"

#include <sys/resource.h>

#include <algorithm>
#include <memory>
#include <stop_token>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/data/price_file.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/data/test_files.h"

namespace admf {
namespace {

class DuckDbQueryTest : public testing::Test {
 protected:
  DuckDbQueryTest() : instance_(*DuckDbInstance::Open(1)) {}

  absl::StatusOr<std::unique_ptr<DuckDbQuery>> Prepare(
      const std::string& sql, std::stop_token stop = {}) {
    return DuckDbQuery::Prepare(*instance_, sql, stop);
  }

  const std::unique_ptr<DuckDbInstance> instance_;
};

TEST_F(DuckDbQueryTest, KnowsItsColumns) {
  const auto query =
      Prepare("SELECT 1::BIGINT AS \"a\"\"b\", 'x' AS b, DATE '2004-08-19'");
  ASSERT_TRUE(query.ok()) << query.status();
  ASSERT_EQ((*query)->column_count(), 3u);
  EXPECT_EQ((*query)->column_name(0), "a\"b");
  EXPECT_EQ((*query)->column_type(0), DUCKDB_TYPE_BIGINT);
  EXPECT_EQ((*query)->column_type(1), DUCKDB_TYPE_VARCHAR);
  EXPECT_EQ((*query)->column_type(2), DUCKDB_TYPE_DATE);
}

TEST_F(DuckDbQueryTest, TooManyOpenFilesMayBeFewerLater) {
  const auto file = PriceFile::Open(WriteTestFile("a.csv", "a,b\n1,2\n"),
                                    ReadRequest::Format::kByName);
  ASSERT_TRUE(file.ok()) << file.status();
  const std::string sql = "FROM read_csv('" + file->ReopenPath() + "')";
  rlimit before;
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit none = before;
  none.rlim_cur = 0;
  DuckDbInstance& instance = *instance_;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  // Not a member of this: the sanitizer needs a file to check its type.
  const absl::Status status = DuckDbQuery::Prepare(instance, sql, {}).status();
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_EQ(status, absl::UnavailableError("IO Error: Cannot open file \"" +
                                           file->ReopenPath() +
                                           "\": Too many open files"));
  EXPECT_EQ(Prepare(sql).status(), absl::OkStatus());
}

TEST_F(DuckDbQueryTest, GivesRowsInOrderChunkByChunk) {
  const auto query = Prepare(
      "SELECT i, if(i % 3 = 0, NULL, i / 2), repeat('x', i % 40) "
      "FROM range(5000) t(i)");
  ASSERT_TRUE(query.ok()) << query.status();
  int64_t expected = 0;
  while (true) {
    const auto rows = (*query)->NextChunk();
    ASSERT_TRUE(rows.ok()) << rows.status();
    if (*rows == 0) break;
    const DuckDbColumn numbers = (*query)->column(0);
    const DuckDbColumn halves = (*query)->column(1);
    const DuckDbColumn texts = (*query)->column(2);
    for (size_t row = 0; row < *rows; ++row, ++expected) {
      ASSERT_EQ(numbers.Get<int64_t>(row), expected);
      ASSERT_EQ(halves.IsNull(row), expected % 3 == 0);
      if (expected % 3 != 0) {
        ASSERT_EQ(halves.Get<double>(row), static_cast<double>(expected) / 2);
      }
      ASSERT_EQ(texts.GetText(row), std::string(expected % 40, 'x'));
    }
  }
  EXPECT_EQ(expected, 5'000);
}

TEST_F(DuckDbQueryTest, NoRows) {
  const auto query = Prepare("SELECT 1 WHERE false");
  ASSERT_TRUE(query.ok()) << query.status();
  EXPECT_EQ(*(*query)->NextChunk(), 0u);
}

TEST_F(DuckDbQueryTest, ErrorsWhilePreparingAndWhileRunning) {
  EXPECT_EQ(Prepare("SELEKT 1").status().code(),
            absl::StatusCode::kInvalidArgument);
  const auto query = Prepare(
      "SELECT CAST(if(i = 4000, 'x', '1') AS INTEGER) "
      "FROM range(5000) t(i)");
  ASSERT_TRUE(query.ok()) << query.status();
  absl::StatusOr<size_t> rows = 1;
  while (rows.ok() && *rows > 0) rows = (*query)->NextChunk();
  EXPECT_EQ(rows.status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(DuckDbQueryTest, CancelledBeforeAndBetweenChunks) {
  std::stop_source source;
  const auto query = Prepare("FROM range(100000)", source.get_token());
  ASSERT_TRUE(query.ok()) << query.status();
  EXPECT_GT(*(*query)->NextChunk(), 0u);
  source.request_stop();
  EXPECT_EQ((*query)->NextChunk().status().code(),
            absl::StatusCode::kCancelled);

  const auto late = Prepare("FROM range(100000)", source.get_token());
  if (late.ok()) {
    EXPECT_EQ((*late)->NextChunk().status().code(),
              absl::StatusCode::kCancelled);
  } else {
    EXPECT_EQ(late.status().code(), absl::StatusCode::kCancelled);
  }
}

/// A SQL function that requests a stop as soon as it is called.
void RequestStop(duckdb_function_info info, duckdb_data_chunk input,
                 duckdb_vector output) {
  auto* source = static_cast<std::stop_source*>(
      duckdb_scalar_function_get_extra_info(info));
  source->request_stop();
  auto* values = static_cast<int64_t*>(duckdb_vector_get_data(output));
  std::fill_n(values, duckdb_data_chunk_get_size(input), 0);
}

void RegisterRequestStop(const DuckDbInstance& instance,
                         std::stop_source* source) {
  const auto connection = DuckDbConnection::Connect(instance);
  ASSERT_TRUE(connection.ok());
  duckdb_scalar_function function = duckdb_create_scalar_function();
  duckdb_logical_type type = duckdb_create_logical_type(DUCKDB_TYPE_BIGINT);
  duckdb_scalar_function_set_name(function, "request_stop");
  duckdb_scalar_function_add_parameter(function, type);
  duckdb_scalar_function_set_return_type(function, type);
  duckdb_scalar_function_set_extra_info(function, source, nullptr);
  duckdb_scalar_function_set_function(function, RequestStop);
  EXPECT_EQ(duckdb_register_scalar_function(connection->handle(), function),
            DuckDBSuccess);
  duckdb_destroy_logical_type(&type);
  duckdb_destroy_scalar_function(&function);
}

// The sum would take hours; the stop comes when it has begun, and its only
// chunk is never finished.
TEST_F(DuckDbQueryTest, StopInterruptsTheWorkOnAChunk) {
  std::stop_source source;
  RegisterRequestStop(*instance_, &source);
  const auto query = Prepare(
      "SELECT sum(a.range * b.range + request_stop(b.range)) "
      "FROM range(10000000) a, range(10000000) b",
      source.get_token());
  ASSERT_TRUE(query.ok()) << query.status();
  EXPECT_EQ((*query)->NextChunk().status().code(),
            absl::StatusCode::kCancelled);
  EXPECT_TRUE(source.stop_requested());
}

}  // namespace
}  // namespace admf
