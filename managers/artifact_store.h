#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "containers/platform/file_system.h"
#include "containers/platform/mutex.h"

namespace admf {

/// Large outputs as files named by their SHA-256: equal outputs are one file, a
/// file never changes, and a damaged one is noticed when it is read.
///
///   FOLDER/ab/ab34....  (the first two digits, then the whole digest)
///   FOLDER/new/...      what is being written
///
/// Thread-safe.
class ArtifactStore {
 public:
  /// `folder` exists already. `file_system` outlives the store.
  ArtifactStore(std::string folder, FileSystem* file_system);

  /// Keeps the bytes and returns their digest. They are on disk when it
  /// returns. What was damaged on the disk is written again. UNAVAILABLE if the
  /// disk is full, and the file system's other errors; on failure no file of
  /// that name is there.
  absl::StatusOr<std::string> Put(std::string_view bytes);

  /// Bytes of an output that are kept in memory; longer ones go to the disk
  /// piece by piece.
  static constexpr size_t kBufferBytes = size_t{1} << 20;
  /// Bytes that are written between two syncs, so that no single one takes
  /// long, and an output that is cancelled is dropped soon.
  static constexpr size_t kSyncBytes = size_t{8} << 20;

  /// Takes the next bytes of an output; an error ends it.
  using Sink = absl::FunctionRef<absl::Status(std::string_view)>;
  /// Hands an output to the sink, piece by piece, and returns what the sink
  /// fails with, or an error of its own.
  using Producer = absl::FunctionRef<absl::Status(Sink)>;

  /// What was put.
  struct Kept {
    std::string digest;
    int64_t size_bytes = 0;
  };

  /// The same for an output that is made while it is written: no more than
  /// kBufferBytes and one piece of it are in memory. Further errors: those of
  /// `produce`. On failure nothing of it is left; a crash can leave a part in
  /// FOLDER/new, which RemoveUnused takes away.
  absl::StatusOr<Kept> PutPieces(Producer produce);

  /// The bytes of a digest that Put returned. NOT_FOUND if the file is gone,
  /// DATA_LOSS if it isn't what was put.
  absl::StatusOr<std::string> Get(std::string_view digest) const;

  /// Whether a file of this digest is still needed.
  using IsUsed = absl::FunctionRef<absl::StatusOr<bool>(std::string_view)>;

  /// Removes what isn't used any more, such as what a crash has left behind or
  /// whose workflow was removed, and counts it; never a file that isn't the
  /// store's own. What was put since `since`
  /// stays in any case: somebody may be about to use it.
  absl::StatusOr<int64_t> RemoveUnused(absl::Time since, IsUsed is_used);

 private:
  class Writing;

  /// Whether the file went.
  absl::StatusOr<bool> RemoveIfUnused(const std::string& group,
                                      const std::string& name, absl::Time since,
                                      IsUsed is_used);
  std::string GroupOf(std::string_view digest) const;
  std::string PathOf(std::string_view digest) const;
  /// Whether the file is there and is what it should be, made to look as if it
  /// were new, with its name on disk. Its bytes are compared the first time.
  absl::StatusOr<bool> Renew(const std::string& digest, int64_t size_bytes);
  absl::StatusOr<bool> HasItsDigest(const std::string& path,
                                    const std::string& digest) const;
  void RememberLocked(const std::string& digest)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::string folder_;
  FileSystem* const file_system_;

  /// Held from a look at a file to what comes of it, so that none is removed
  /// that is just being put again.
  mutable Mutex mutex_;
  /// Digests of files whose names this store has seen synced, and whose bytes
  /// it has written or compared; not all of them.
  mutable absl::flat_hash_set<std::string> known_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace admf
