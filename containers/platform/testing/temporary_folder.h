#pragma once

#include <string>
#include <string_view>

namespace admf {

/// A new, empty folder for one test, removed with all that is in it when this
/// is destroyed. Immutable; thread-safe.
class TemporaryFolder {
 public:
  /// Made in the test runner's folder, TEST_TMPDIR.
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  /// Absolute, without symbolic links.
  const std::string& path() const { return path_; }
  /// The path of something in it.
  std::string operator/(std::string_view name) const;

 private:
  std::string path_;
};

}  // namespace admf
