#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "containers/platform/mutex.h"

namespace admf {

/// A file of a disk that can lose power: what it surely has, and what was
/// written to it since.
class DiskFile {
 public:
  void Write(int64_t offset, std::string bytes);
  void Truncate(int64_t size);
  /// A successful fsync: all of it is on the disk now.
  void Synchronised();
  /// An fsync that failed: the system forgets that what was written is not on
  /// the disk, and will never write it. Half of it has got there.
  void SynchronisationFailed(std::mt19937& random);
  /// The content after a loss of power: each write since the last fsync has got
  /// to the disk, or has not, or the first sectors of it have.
  std::string AfterCrash(std::mt19937& random) const;

  std::string content;

 private:
  struct Change {
    int64_t offset = 0;
    // Nothing for a truncation to `offset`.
    std::string bytes;
    bool truncates = false;
  };
  static void Apply(const Change& change, std::string* content);
  static void ApplySome(const std::vector<Change>& changes,
                        std::mt19937& random, std::string* content);

  std::vector<Change> changes_;
};

/// A file system of SQLite's that passes everything on to the usual one, except
/// the calls that a test wants to fail, and that knows what would be left after
/// a loss of power.
///
///   FaultVfs vfs("faulty");
///   vfs.Fail({.operation = FaultVfs::Operation::kSync, .nth = 3,
///             .code = SQLITE_IOERR_FSYNC});
///   ... a journal with Options::vfs = "faulty" ...
///
/// Only one at a time may have a name. Thread-safe.
class FaultVfs {
 public:
  enum class Operation { kOpen, kRead, kWrite, kSync, kTruncate, kMapMemory };
  struct Fault {
    Operation operation;
    /// The call from now that fails; 1 is the next one.
    int nth = 1;
    /// The calls after it, too, until Heal.
    bool from_then_on = false;
    int code = SQLITE_IOERR;
  };

  explicit FaultVfs(std::string name);
  /// All files are closed.
  ~FaultVfs();
  FaultVfs(const FaultVfs&) = delete;
  FaultVfs& operator=(const FaultVfs&) = delete;

  const std::string& name() const { return name_; }

  /// Replaces an earlier order for the operation.
  void Fail(const Fault& fault);
  /// Nothing fails any more.
  void Heal();
  /// Calls so far, failed ones included.
  int calls(Operation operation) const;
  /// Calls that have failed on purpose.
  int failures() const;

  /// Makes `path` and those beside it what the files are to a new process, if
  /// this one ended at this moment: the system has kept in its memory what the
  /// disk may not have.
  void EndProcess(const std::string& database, const std::string& path);

  /// Writes the files as they could be after a loss of power at this moment to
  /// `path` and those beside it.
  /// @param seed  of what of the unsynchronised writes has got to the disk
  void Crash(const std::string& database, const std::string& path,
             unsigned seed) const;

 private:
  friend class FaultFile;

  // SQLITE_OK, or the code that the call is to fail with.
  int Enter(Operation operation);

  static int Open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file,
                  int flags, int* out_flags);
  static int Delete(sqlite3_vfs* vfs, const char* path, int sync_folder);
  static int Access(sqlite3_vfs* vfs, const char* path, int flags, int* result);
  static int FullPath(sqlite3_vfs* vfs, const char* path, int size, char* full);

  const std::string name_;
  sqlite3_vfs* const base_;
  sqlite3_vfs vfs_ = {};

  mutable Mutex mutex_;
  std::map<Operation, Fault> faults_ ABSL_GUARDED_BY(mutex_);
  std::map<Operation, int> calls_ ABSL_GUARDED_BY(mutex_);
  int failures_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<std::string, std::shared_ptr<DiskFile>> disk_
      ABSL_GUARDED_BY(mutex_);
  std::mt19937 random_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace admf
