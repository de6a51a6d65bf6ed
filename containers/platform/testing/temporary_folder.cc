#include "containers/platform/testing/temporary_folder.h"

#include <cstdlib>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "containers/platform/posix_file_system.h"
#include "engine/base/check.h"

namespace admf {

TemporaryFolder::TemporaryFolder() {
  const char* const base = std::getenv("TEST_TMPDIR");
  PosixFileSystem files;
  const absl::StatusOr<std::string> made = files.CreateUniqueDirectory(
      absl::StrCat(base == nullptr ? "/tmp" : base, "/test-"));
  CHECK(made.ok());
  const absl::StatusOr<std::string> canonical = files.Canonical(*made);
  CHECK(canonical.ok());
  path_ = *canonical;
}

TemporaryFolder::~TemporaryFolder() {
  CHECK(PosixFileSystem().RemoveAll(path_).ok());
}

std::string TemporaryFolder::operator/(std::string_view name) const {
  return absl::StrCat(path_, "/", std::string(name));
}

}  // namespace admf
