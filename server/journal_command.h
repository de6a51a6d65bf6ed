#pragma once

#include <ostream>

#include "absl/status/status.h"
#include "containers/platform/file_system.h"
#include "server/config/server_options.h"

namespace admf {

/// Does what `admfd journal` was told to do with the journal of
/// `options.config.state_dir()`, and writes to `out` what there is to say.
///
/// DATA_LOSS if a check has found damage; FAILED_PRECONDITION, saying who works
/// in the folder, if something is to be compacted there; NOT_FOUND if there is
/// no journal; otherwise as the functions of coordinator/sqlite/maintenance.
absl::Status RunJournalCommand(const ServerOptions& options,
                               FileSystem* file_system, std::ostream& out);

}  // namespace admf
