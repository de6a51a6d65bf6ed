#pragma once

#include <string>

#include "absl/status/status.h"

namespace admf {

/// Gives back to the disk what removed workflows have left free in the file. It
/// needs as much free space as the journal has bytes, and takes seconds for
/// each gigabyte. If it is interrupted, the journal is as before.
///
/// UNAVAILABLE if anybody has the file open, be it a daemon; otherwise as
/// SqliteError says.
absl::Status CompactJournal(const std::string& path);

}  // namespace admf
