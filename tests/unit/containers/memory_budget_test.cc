#include "containers/memory_budget.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace admf {
namespace {

constexpr int64_t kMebibyte = 1048576;

TEST(MemoryBudgetTest, CountsWhatIsReserved) {
  MemoryBudget budget(100);
  EXPECT_EQ(budget.limit_bytes(), 100);
  EXPECT_EQ(budget.used_bytes(), 0);
  auto one = budget.Reserve(60, "bars");
  ASSERT_TRUE(one.ok()) << one.status();
  EXPECT_EQ(one->bytes(), 60);
  // Up to the last byte.
  const auto other = budget.Reserve(40, "indicators");
  ASSERT_TRUE(other.ok()) << other.status();
  EXPECT_EQ(budget.used_bytes(), 100);
  one->Release();
  one->Release();
  EXPECT_EQ(one->bytes(), 0);
  EXPECT_EQ(budget.used_bytes(), 40);
  EXPECT_EQ(budget.peak_bytes(), 100);
}

TEST(MemoryBudgetTest, RefusesWhatPassesTheLimit) {
  MemoryBudget budget(512 * kMebibyte);
  const auto held = budget.Reserve(500 * kMebibyte, "bars of GOOG");
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_EQ(
      budget.Reserve(12 * kMebibyte + kMebibyte / 2, "indicators of GOOG")
          .status(),
      absl::ResourceExhaustedError(
          "needs 12.5 MiB for 'indicators of GOOG', but 500.0 MiB of 512.0 MiB "
          "are in use; raise infrastructure_config.memory_limit_mb"));
  // The refused one took nothing.
  EXPECT_EQ(budget.used_bytes(), 500 * kMebibyte);
  EXPECT_EQ(budget.peak_bytes(), 500 * kMebibyte);
}

TEST(MemoryBudgetTest, SaysSmallSizesInBytes) {
  MemoryBudget budget(0);
  EXPECT_EQ(budget.Reserve(1, "x").status(),
            absl::ResourceExhaustedError(
                "needs 1 bytes for 'x', but 0 bytes of 0 bytes are in use; "
                "raise infrastructure_config.memory_limit_mb"));
  EXPECT_TRUE(budget.Reserve(0, "nothing").ok());
}

TEST(MemoryBudgetTest, DoesNotOverflow) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  MemoryBudget budget(kMost);
  const auto held = budget.Reserve(1, "x");
  EXPECT_EQ(budget.Reserve(kMost, "y").status().code(),
            absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(budget.Reserve(kMost - 1, "z").ok());
}

TEST(MemoryBudgetTest, RefusesNegativeSizes) {
  MemoryBudget budget(10);
  EXPECT_EQ(budget.Reserve(-1, "x").status(),
            absl::InvalidArgumentError("cannot reserve -1 bytes for 'x'"));
  EXPECT_EQ(budget.used_bytes(), 0);
}

TEST(MemoryBudgetTest, AReservationCanBeMoved) {
  MemoryBudget budget(100);
  auto first = *budget.Reserve(10, "a");
  auto second = *budget.Reserve(20, "b");
  MemoryBudget::Reservation moved = std::move(first);
  EXPECT_EQ(budget.used_bytes(), 30);
  // Gives back what it held.
  second = std::move(moved);
  EXPECT_EQ(second.bytes(), 10);
  EXPECT_EQ(budget.used_bytes(), 10);
  second = MemoryBudget::Reservation();
  EXPECT_EQ(budget.used_bytes(), 0);
}

TEST(MemoryBudgetTest, AReservationMayOutliveItsBudget) {
  std::optional<MemoryBudget> budget(100);
  auto reservation = *budget->Reserve(10, "a");
  budget.reset();
  reservation.Release();
}

TEST(MemoryBudgetTest, ManyThreadsNeverPassTheLimit) {
  constexpr int kThreads = 4;
  MemoryBudget budget(3);
  auto reserve_and_release = [&budget] {
    for (int i = 0; i < 1000; ++i) {
      const auto reservation = budget.Reserve(2, "x");
      EXPECT_LE(budget.used_bytes(), 3);
    }
  };
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) threads.emplace_back(reserve_and_release);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(budget.used_bytes(), 0);
  EXPECT_EQ(budget.peak_bytes(), 2);
}

}  // namespace
}  // namespace admf
