#include "containers/container_state.h"

#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(ContainerStateTest, HasTheNamesOfTheDesign) {
  EXPECT_EQ(ContainerStateName(ContainerState::kCreated), "CREATED");
  EXPECT_EQ(ContainerStateName(ContainerState::kInitializing), "INITIALIZING");
  EXPECT_EQ(ContainerStateName(ContainerState::kInitialized), "INITIALIZED");
  EXPECT_EQ(ContainerStateName(ContainerState::kStarting), "STARTING");
  EXPECT_EQ(ContainerStateName(ContainerState::kRunning), "RUNNING");
  EXPECT_EQ(ContainerStateName(ContainerState::kStopping), "STOPPING");
  EXPECT_EQ(ContainerStateName(ContainerState::kStopped), "STOPPED");
  EXPECT_EQ(ContainerStateName(ContainerState::kFailed), "FAILED");
  EXPECT_EQ(ContainerStateName(ContainerState::kDisposed), "DISPOSED");
}

}  // namespace
}  // namespace admf
