#include "server/stream_registry.h"

#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(StreamRegistryTest, EndAllEndsEachOnce) {
  StreamRegistry registry;
  int first = 0;
  int second = 0;
  registry.Add([&] { ++first; });
  const StreamRegistry::Id id = registry.Add([&] { ++second; });
  registry.Remove(id);
  registry.EndAll();
  registry.EndAll();
  EXPECT_EQ(first, 1);
  EXPECT_EQ(second, 0);
}

TEST(StreamRegistryTest, WhatComesAfterTheEndEndsAtOnce) {
  StreamRegistry registry;
  registry.EndAll();
  int ended = 0;
  registry.Remove(registry.Add([&] { ++ended; }));
  EXPECT_EQ(ended, 1);
}

}  // namespace
}  // namespace admf
