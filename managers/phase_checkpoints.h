#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace admf {

/// Where a phase keeps what it has finished so far, such as the trials of a
/// search, so that it goes on there after a pause, a restart or a retry.
///
/// What was saved is on disk at the latest when the phase's outcome is; a phase
/// that begins again must bear with the last entries missing. Keys are the
/// phase's own; a later value replaces an earlier one.
///
/// Thread-safe.
class PhaseCheckpoints {
 public:
  virtual ~PhaseCheckpoints() = default;

  /// Waits only while very many entries are not on disk yet. CANCELLED if the
  /// work was told to stop meanwhile.
  virtual absl::Status Save(std::string key, std::string value) = 0;

  /// Visits what an earlier execution of the current phase has saved, in the
  /// order of the keys, a small part of it in memory at a time, up to the first
  /// error, which it returns; CANCELLED if the work was told to stop.
  using Visit =
      absl::FunctionRef<absl::Status(std::string_view key, std::string value)>;
  virtual absl::Status ForEach(Visit visit) = 0;

  /// The same at once, for what is small.
  virtual absl::StatusOr<std::vector<std::pair<std::string, std::string>>>
  Load() = 0;
};

}  // namespace admf
