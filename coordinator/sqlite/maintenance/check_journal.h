#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace admf {

/// Looks for damage in a journal, changes nothing, and says what it found, a
/// sentence each; nothing if all is well. A daemon may be running meanwhile.
///
/// SQLite's own integrity_check; then, for every workflow, that its events are
/// numbered without gaps, that its status is what WorkflowRecord makes of them,
/// that it has a result if and only if it has ended, and that no row belongs to
/// a workflow that isn't there.
///
/// Reads everything: about 100,000 workflows in a few seconds. Stops after 100
/// findings. Fails if the file can't be read, and with FAILED_PRECONDITION if
/// it is not a journal of this program's version.
absl::StatusOr<std::vector<std::string>> CheckJournal(const std::string& path);

}  // namespace admf
