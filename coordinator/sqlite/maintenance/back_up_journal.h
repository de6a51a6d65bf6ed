#pragma once

#include <string>

#include "absl/status/status.h"

namespace admf {

/// Copies a journal, as it is at one moment, into a new file. A daemon may be
/// running and goes on writing meanwhile. To restore it, put it in the place of
/// the journal, without the -wal and -shm files that were there.
///
/// The copy appears at `destination` when it is complete and on the disk, or
/// not at all. ALREADY_EXISTS if there is something; FAILED_PRECONDITION if
/// `path` is not a journal; errors as SqliteError says otherwise.
absl::Status BackUpJournal(const std::string& path,
                           const std::string& destination);

}  // namespace admf
