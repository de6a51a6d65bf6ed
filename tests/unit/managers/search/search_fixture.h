#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "admf/v1/workflow_config.pb.h"
#include "engine/base/check.h"
#include "engine/base/random.h"
#include "google/protobuf/text_format.h"
#include "managers/parallel_work.h"
#include "managers/phase_checkpoints.h"
#include "tests/unit/engine/execution/test_bars.h"

namespace admf {

/// A message from its text format.
template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  CHECK(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

/// A run of moving averages, resolved.
inline v1::BacktestConfig CrossoverRun() {
  return Parse<v1::BacktestConfig>(R"(
    strategy {
      type: "sma_crossover"
      params { key: "fast_period" value { number_value: 5 } }
      params { key: "slow_period" value { number_value: 20 } }
    }
    portfolio {
      initial_cash: 10000
      sizing { type: SIZING_TYPE_PERCENT_EQUITY percent: 100 }
      units: UNIT_TYPE_WHOLE
      direction: DIRECTION_LONG_ONLY
    })");
}

/// Daily bars of a random walk.
inline std::shared_ptr<const BarSeries> RandomWalk(int bars, uint64_t seed) {
  Random random(seed, /*stream=*/0);
  std::vector<double> prices;
  double price = 100;
  for (int i = 0; i < bars; ++i) {
    price *= 1 + 0.04 * (random.NextUniform() - 0.5);
    prices.push_back(price);
  }
  return MakeFlatBars(prices);
}

/// Daily bars that rise, fall slowly, and then are worth four times as much and
/// more: who is short by all of the account owes more than there is.
inline std::shared_ptr<const BarSeries> ShortSqueeze() {
  std::vector<double> prices;
  for (int i = 0; i < 40; ++i) prices.push_back(100 + i);
  for (int i = 0; i < 40; ++i) prices.push_back(139 - i);
  for (int i = 0; i < 40; ++i) prices.push_back(400 + 10 * i);
  return MakeFlatBars(prices);
}

/// One thread.
class AloneWork final : public ParallelWork {
 public:
  int workers() const override { return 1; }
  void Run(absl::FunctionRef<void()> work) override { work(); }
};

/// Checkpoints in memory.
class MemoryCheckpoints final : public PhaseCheckpoints {
 public:
  absl::Status Save(std::string key, std::string value) override {
    if (saves_left_ == 0) return absl::CancelledError("the power is gone");
    --saves_left_;
    entries_[std::move(key)] = std::move(value);
    return absl::OkStatus();
  }
  absl::Status ForEach(Visit visit) override {
    for (const auto& [key, value] : entries_) {
      const absl::Status status = visit(key, value);
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }
  absl::StatusOr<std::vector<std::pair<std::string, std::string>>> Load()
      override {
    return std::vector<std::pair<std::string, std::string>>(entries_.begin(),
                                                            entries_.end());
  }

  std::map<std::string, std::string>& entries() { return entries_; }
  /// After so many more the machine stops.
  void FailAfter(int saves) { saves_left_ = saves; }

 private:
  std::map<std::string, std::string> entries_;
  int saves_left_ = -1;
};

}  // namespace admf
