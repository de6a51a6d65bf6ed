#include "containers/container_state.h"

namespace admf {

std::string_view ContainerStateName(ContainerState state) {
  switch (state) {
    case ContainerState::kCreated:
      return "CREATED";
    case ContainerState::kInitializing:
      return "INITIALIZING";
    case ContainerState::kInitialized:
      return "INITIALIZED";
    case ContainerState::kStarting:
      return "STARTING";
    case ContainerState::kRunning:
      return "RUNNING";
    case ContainerState::kStopping:
      return "STOPPING";
    case ContainerState::kStopped:
      return "STOPPED";
    case ContainerState::kFailed:
      return "FAILED";
    case ContainerState::kDisposed:
      return "DISPOSED";
  }
  return "UNKNOWN";
}

}  // namespace admf
