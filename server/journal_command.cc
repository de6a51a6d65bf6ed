#include "server/journal_command.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "coordinator/sqlite/maintenance/back_up_journal.h"
#include "coordinator/sqlite/maintenance/check_journal.h"
#include "coordinator/sqlite/maintenance/compact_journal.h"
#include "engine/base/status_macros.h"
#include "server/state_folder.h"

namespace admf {
namespace {

absl::Status BackUp(const std::string& journal, const std::string& destination,
                    std::ostream& out) {
  RETURN_IF_ERROR(BackUpJournal(journal, destination));
  out << "backed up to " << destination << "\n";
  return absl::OkStatus();
}

absl::Status Check(const std::string& journal, std::ostream& out) {
  ASSIGN_OR_RETURN(const std::vector<std::string> findings,
                   CheckJournal(journal));
  for (const std::string& finding : findings) out << finding << "\n";
  if (findings.empty()) {
    out << journal << " is sound\n";
    return absl::OkStatus();
  }
  return absl::DataLossError(
      absl::StrCat(journal,
                   " is damaged; put a backup in its place, see "
                   "docs/operations.md"));
}

absl::Status Compact(const std::string& state_dir, FileSystem* file_system,
                     std::ostream& out) {
  const std::string journal = JournalPath(state_dir);
  ASSIGN_OR_RETURN(const auto lock, LockStateFolder(state_dir));
  ASSIGN_OR_RETURN(const FileStatus before,
                   file_system->GetFileStatus(journal));
  RETURN_IF_ERROR(CompactJournal(journal));
  ASSIGN_OR_RETURN(const FileStatus after, file_system->GetFileStatus(journal));
  out << "compacted from " << before.size_bytes << " to " << after.size_bytes
      << " bytes\n";
  return absl::OkStatus();
}

}  // namespace

absl::Status RunJournalCommand(const ServerOptions& options,
                               FileSystem* file_system, std::ostream& out) {
  const std::string& state_dir = options.config.state_dir();
  const std::string journal = JournalPath(state_dir);
  ASSIGN_OR_RETURN(const bool exists, file_system->Exists(journal));
  if (!exists) {
    return absl::NotFoundError(
        absl::StrCat("there is no journal in ", state_dir,
                     "; name the state folder of the daemon with --state-dir, "
                     "or its configuration with --config"));
  }
  switch (options.journal_command) {
    case JournalCommand::kBackUp:
      return BackUp(journal, options.backup_destination, out);
    case JournalCommand::kCheck:
      return Check(journal, out);
    case JournalCommand::kCompact:
      return Compact(state_dir, file_system, out);
  }
  return absl::OkStatus();
}

}  // namespace admf
