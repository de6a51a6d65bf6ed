#include "coordinator/sqlite/sqlite_status.h"

#include <sqlite3.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "coordinator/errors.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

absl::Status ErrorOf(int code) {
  return CatchSqliteErrors("/state/journal.db", [&]() -> absl::Status {
    throw SQLite::Exception("in SQLite's words", code);
  });
}

bool SaysWhenToRetry(const absl::Status& status) {
  return status.GetPayload("type.googleapis.com/google.rpc.RetryInfo")
      .has_value();
}

TEST(SqliteStatusTest, EveryErrorNamesTheFileAndWhatToDo) {
  for (const int code :
       {SQLITE_FULL, SQLITE_NOMEM, SQLITE_READONLY, SQLITE_BUSY, SQLITE_CORRUPT,
        SQLITE_NOTADB, SQLITE_CANTOPEN, SQLITE_IOERR, SQLITE_INTERNAL}) {
    const absl::Status status = ErrorOf(code);
    EXPECT_EQ(ReasonOf(status), reason::kStorageUnavailable) << status;
    EXPECT_TRUE(absl::StrContains(status.message(), "'/state/journal.db'"))
        << status;
    EXPECT_TRUE(absl::StrContains(status.message(), "(in SQLite's words); "))
        << status;
  }
}

TEST(SqliteStatusTest, FullDiskIsResourceExhausted) {
  EXPECT_TRUE(absl::IsResourceExhausted(ErrorOf(SQLITE_FULL)));
  EXPECT_TRUE(SaysWhenToRetry(ErrorOf(SQLITE_FULL)));
}

TEST(SqliteStatusTest, ExtendedCodesCountAsTheirBase) {
  for (const int code :
       {SQLITE_IOERR_FSYNC, SQLITE_IOERR_WRITE, SQLITE_READONLY_DIRECTORY,
        SQLITE_CANTOPEN_ISDIR, SQLITE_BUSY_SNAPSHOT}) {
    EXPECT_TRUE(absl::IsUnavailable(ErrorOf(code))) << code;
    EXPECT_TRUE(SaysWhenToRetry(ErrorOf(code))) << code;
  }
}

TEST(SqliteStatusTest, DamageIsDataLossInsideAndUnavailableOutside) {
  for (const int code :
       {SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CONSTRAINT_UNIQUE}) {
    const absl::Status status = ErrorOf(code);
    EXPECT_TRUE(absl::IsDataLoss(status)) << status;
    EXPECT_FALSE(SaysWhenToRetry(status));
    const absl::Status outside = ForClients(status);
    EXPECT_TRUE(absl::IsUnavailable(outside));
    EXPECT_EQ(outside.message(), status.message());
    EXPECT_EQ(ReasonOf(outside), reason::kStorageUnavailable);
  }
  EXPECT_TRUE(absl::IsNotFound(ForClients(absl::NotFoundError("x"))));
}

TEST(SqliteStatusTest, WhatDoesNotThrowIsPassedOn) {
  EXPECT_TRUE(CatchSqliteErrors("", [] { return absl::OkStatus(); }).ok());
}

}  // namespace
}  // namespace admf
