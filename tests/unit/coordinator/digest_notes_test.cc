#include "coordinator/digest_notes.h"

#include <cerrno>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "containers/platform/posix_file_system.h"
#include "containers/platform/testing/faulty_file_system.h"
#include "containers/platform/testing/temporary_folder.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

class DigestNotesTest : public testing::Test {
 protected:
  TemporaryFolder folder_;
  PosixFileSystem posix_;
  FaultyFileSystem files_{&posix_};
  DigestNotes notes_{folder_.path(), &files_};
  const std::string digest_ = std::string(64, 'd');
};

TEST_F(DigestNotesTest, FindsWhatWasKept) {
  EXPECT_EQ(notes_.Find("name"), std::nullopt);
  ASSERT_TRUE(notes_.Keep("name", digest_).ok());
  EXPECT_EQ(notes_.Find("name"), digest_);
  EXPECT_EQ(notes_.Find("other"), std::nullopt);
  // Another object, as after a restart.
  EXPECT_EQ(DigestNotes(folder_.path(), &files_).Find("name"), digest_);
}

TEST_F(DigestNotesTest, ADamagedNoteIsRemoved) {
  ASSERT_TRUE(notes_.Keep("name", digest_).ok());
  const std::string good = *posix_.ReadFile(folder_ / "name");
  for (size_t byte = 0; byte < good.size(); ++byte) {
    std::string bad = good;
    bad[byte] = static_cast<char>(bad[byte] ^ 1);
    ASSERT_TRUE(posix_.WriteFileDurably(folder_ / "name", bad).ok());
    EXPECT_EQ(notes_.Find("name"), std::nullopt) << byte;
    EXPECT_FALSE(*posix_.Exists(folder_ / "name"));
  }
  ASSERT_TRUE(posix_.WriteFileDurably(folder_ / "name", "").ok());
  EXPECT_EQ(notes_.Find("name"), std::nullopt);
}

TEST_F(DigestNotesTest, ANoteUnderAnotherNameIsNone) {
  ASSERT_TRUE(notes_.Keep("name", digest_).ok());
  ASSERT_TRUE(posix_
                  .WriteFileDurably(folder_ / "other",
                                    *posix_.ReadFile(folder_ / "name"))
                  .ok());
  EXPECT_EQ(notes_.Find("other"), std::nullopt);
}

TEST_F(DigestNotesTest, FaultsOfTheDiskCostTheNoteOnly) {
  files_.FailAllCalls(FaultyFileSystem::Operation::kWriteFileDurably, ENOSPC);
  EXPECT_EQ(notes_.Keep("name", digest_).code(),
            absl::StatusCode::kUnavailable);
  files_.Heal();
  ASSERT_TRUE(notes_.Keep("name", digest_).ok());
  files_.FailAllCalls(FaultyFileSystem::Operation::kReadFile, EIO);
  EXPECT_EQ(notes_.Find("name"), std::nullopt);
  files_.Heal();
  EXPECT_EQ(notes_.Find("name"), digest_);
}

}  // namespace
}  // namespace admf
