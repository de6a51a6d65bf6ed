#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "containers/platform/clock.h"
#include "containers/platform/file_system.h"
#include "containers/platform/mutex.h"
#include "coordinator/digest_notes.h"
#include "coordinator/log.h"
#include "engine/data/source_bars.h"

namespace admf {

/// Price files in the form in which they are computed with, on disk and mapped:
/// parsed once, loaded in no time, and one copy in memory for all.
///
///   FOLDER/columns/KEY   the rows of a source (engine/data/column_file.h)
///   FOLDER/digests/NAME  digests that take long to compute
///
/// A cache: whatever is missing, damaged or can't be written costs time, never
/// a result, and the folder may be removed at any moment. A file is compared
/// with its checksums when this object maps it for the first time, and again if
/// it was touched by somebody else since; one that is damaged is removed. When
/// the files are more than `max_bytes`, those used least recently go.
///
/// Thread-safe.
class BarCache {
 public:
  struct Options {
    /// These outlive the object.
    FileSystem* file_system = nullptr;
    const Clock* clock = nullptr;
    /// May be null.
    Log* log = nullptr;
    /// Made if it isn't there. Nobody else works in it.
    std::string folder;
    int64_t max_bytes = 0;
  };

  explicit BarCache(Options options);

  /// SHA-256 of the content of a source file. It is computed once and
  /// remembered for the file's device, inode, size, and times of modification
  /// and change; the latter is set by the system with every write, and by
  /// nobody else. A file that changed within the last two seconds could change
  /// again without another time, so it is read every time.
  ///
  /// UNAVAILABLE if the file changes meanwhile, CANCELLED if `stop` is
  /// requested, and the file system's errors.
  absl::StatusOr<std::string> ContentDigest(const std::string& path,
                                            const std::stop_token& stop);

  /// The rows that were kept under `key`, 64 hexadecimal digits, mapped; null
  /// if there are none.
  std::shared_ptr<const SourceBars> Find(const std::string& key);
  /// Keeps rows and returns them mapped; `source` itself if they can't be kept.
  std::shared_ptr<const SourceBars> Keep(
      const std::string& key, std::shared_ptr<const SourceBars> source);

  /// The digest of a series that was made before; nothing if it isn't known.
  std::optional<std::string> FindSeriesDigest(const std::string& key);
  void KeepSeriesDigest(const std::string& key, const std::string& digest);

 private:
  /// What is known of a source file by the name of its note.
  std::optional<std::string> FindContentDigest(const std::string& name);
  void Remember(const std::string& name, const std::string& digest);
  absl::StatusOr<std::shared_ptr<const SourceBars>> Map(const std::string& key);
  absl::Status Write(const std::string& key, const SourceBars& source);
  /// Makes the folders, and removes what a crash has left half written.
  absl::Status Prepare();
  /// Removes the files used least recently.
  absl::Status Trim();
  void KeepNote(const std::string& name, const std::string& digest)
      ABSL_LOCKS_EXCLUDED(mutex_);
  void Warn(std::string_view what, const absl::Status& status) const;
  std::string PathOf(const std::string& key) const;

  const Options options_;
  DigestNotes notes_;

  Mutex mutex_;
  /// By key: the files whose columns were compared with their checksums, as
  /// they were then.
  std::map<std::string, FileStatus> verified_ ABSL_GUARDED_BY(mutex_);
  /// Notes of source files that were asked for, since each workflow asks; as
  /// many as kRemembered.
  std::map<std::string, std::string> content_digests_ ABSL_GUARDED_BY(mutex_);
  int64_t kept_notes_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace admf
