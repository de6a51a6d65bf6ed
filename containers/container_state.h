#pragma once

#include <string_view>

namespace admf {

/// Where a UniversalScopedContainer stands; its transitions are listed there.
enum class ContainerState {
  kCreated,
  kInitializing,
  kInitialized,
  kStarting,
  kRunning,
  kStopping,
  kStopped,
  kFailed,
  kDisposed,
};

/// As in the design and in messages: "CREATED", "INITIALIZING", ...
std::string_view ContainerStateName(ContainerState state);

}  // namespace admf
