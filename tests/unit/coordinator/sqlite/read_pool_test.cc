#include "coordinator/sqlite/read_pool.h"

#include <new>

#include "absl/status/statusor.h"
#include "containers/platform/testing/temporary_folder.h"
#include "coordinator/sqlite/sqlite_connection.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(ReadPoolTest, GoesOnAfterAReadThatThrows) {
  const TemporaryFolder folder;
  const SqliteConnection::Options options = {.path = folder / "journal.db"};
  ASSERT_TRUE(
      SqliteConnection::Open(options, SqliteConnection::Mode::kWrite).ok());
  ReadPool pool(options, /*size=*/1, [](const absl::Status&) {});
  const auto throws = [](SqliteConnection&) -> absl::StatusOr<int> {
    throw std::bad_alloc();
  };
  EXPECT_THROW(pool.Read(throws).IgnoreError(), std::bad_alloc);
  // It would wait for ever for a connection that was not given back.
  const auto reads = [](SqliteConnection&) -> absl::StatusOr<int> { return 7; };
  EXPECT_EQ(*pool.Read(reads), 7);
  pool.Suspend();
  pool.Resume();
}

}  // namespace
}  // namespace admf
