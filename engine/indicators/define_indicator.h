#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/base/attributes.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "engine/base/huge_pages.h"
#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/indicator.h"

namespace admf {

/// Makes the catalogue's definition of an indicator, with its batch form and
/// its incremental form, from a class that has its formula once. The class is a
/// value type of this shape, all of it inline, so that the batch form is one
/// tight loop:
///
///   class Sma {
///    public:
///     static constexpr std::string_view kName = "sma";
///     static constexpr std::string_view kDescription = "...";
///     static constexpr std::array<std::string_view, 1> kOutputs = {"value"};
///     static std::vector<ParameterDefinition> Parameters();
///     // Number of bars before the first one with values (at least that, where
///     // their times matter, too).
///     static size_t WarmUp(const ParameterSet& parameters);
///
///     explicit Sma(const ParameterSet& parameters);
///     // Takes bar i, reads no other one; all kUndefined while warming up.
///     std::array<double, 1> Update(const BarSeries& bars, size_t i);
///
///     // Optional: Update reads the volume, so bars without it are refused.
///     static constexpr bool kNeedsVolume = true;
///
///     // Optional: what Update makes of bars [begin, end), to the bit, where
///     // there is a faster way. columns[k][0] is output k of bar begin.
///     void UpdateRange(const BarSeries& bars, size_t begin, size_t end,
///                      const std::array<double*, 1>& columns);
///   };
template <typename T>
IndicatorDefinition DefineIndicator();

namespace internal {

template <typename T>
class Incremental final : public IncrementalIndicator {
 public:
  explicit Incremental(const ParameterSet& parameters)
      : indicator_(parameters) {}

  void Update(const BarSeries& bars, size_t i,
              std::span<double> outputs) override {
    const auto values = indicator_.Update(bars, i);
    std::copy(values.begin(), values.end(), outputs.begin());
  }

 private:
  T indicator_;
};

/// Where the values of bars [begin, end) go: one pointer per output, to the
/// value of bar begin.
template <typename T>
using ColumnPointers = std::array<double*, T::kOutputs.size()>;

/// Takes bars [begin, end). Everything is inlined into it: the compiler by
/// itself would stop somewhere in a source file with so many indicators.
template <typename T>
ABSL_ATTRIBUTE_NOINLINE __attribute__((flatten)) void UpdateRange(
    T* indicator, const BarSeries& bars, size_t begin, size_t end,
    const ColumnPointers<T>& columns) {
  if constexpr (requires {
                  indicator->UpdateRange(bars, begin, end, columns);
                }) {
    indicator->UpdateRange(bars, begin, end, columns);
  } else {
    // The state is moved to where nothing else can refer to it, so that it
    // stays in registers from bar to bar.
    T state = std::move(*indicator);
    for (size_t i = begin; i < end; ++i) {
      const auto values = state.Update(bars, i);
      for (size_t k = 0; k < values.size(); ++k) {
        columns[k][i - begin] = values[k];
      }
    }
    *indicator = std::move(state);
  }
}

template <typename T>
class ComputingReader final : public IndicatorReader {
 public:
  ComputingReader(const ParameterSet& parameters,
                  std::shared_ptr<const BarSeries> bars)
      : bars_(std::move(bars)), indicator_(parameters) {}

  IndicatorOutputs Read(size_t begin, size_t end) override {
    ColumnPointers<T> pointers;
    for (size_t k = 0; k < columns_.size(); ++k) {
      columns_[k].resize(end - begin);
      pointers[k] = columns_[k].data();
      outputs_[k] = columns_[k];
    }
    UpdateRange(&indicator_, *bars_, begin, end, pointers);
    return outputs_;
  }

 private:
  const std::shared_ptr<const BarSeries> bars_;
  T indicator_;
  std::array<std::vector<double>, T::kOutputs.size()> columns_;
  std::array<std::span<const double>, T::kOutputs.size()> outputs_;
};

template <typename T>
absl::StatusOr<IndicatorSeries> ComputeSeries(const ParameterSet& parameters,
                                              const BarSeries& bars,
                                              std::stop_token stop) {
  // Columns grow block by block, so that their pages are in the cache when
  // they are written; and it is far less than 100 ms to the next look at stop.
  constexpr size_t kBlock = size_t{1} << 14;
  IndicatorSeries series;
  series.outputs.resize(T::kOutputs.size());
  for (auto& column : series.outputs) ReserveHuge(bars.size(), &column);
  T indicator(parameters);
  for (size_t begin = 0; begin < bars.size(); begin += kBlock) {
    if (stop.stop_requested()) {
      return absl::CancelledError(
          absl::StrCat("cancelled while computing ",
                       absl::string_view(T::kName.data(), T::kName.size())));
    }
    const size_t end = std::min(begin + kBlock, bars.size());
    ColumnPointers<T> columns;
    for (size_t k = 0; k < columns.size(); ++k) {
      series.outputs[k].resize(end);
      columns[k] = series.outputs[k].data() + begin;
    }
    UpdateRange(&indicator, bars, begin, end, columns);
  }
  series.warm_up = std::min(T::WarmUp(parameters), bars.size());
  const auto& first = series.outputs.front();
  while (series.warm_up < bars.size() && std::isnan(first[series.warm_up])) {
    ++series.warm_up;
  }
  return series;
}

template <typename T>
constexpr bool NeedsVolume() {
  if constexpr (requires { T::kNeedsVolume; }) {
    return T::kNeedsVolume;
  } else {
    return false;
  }
}

}  // namespace internal

template <typename T>
IndicatorDefinition DefineIndicator() {
  return {
      .name = std::string(T::kName),
      .description = std::string(T::kDescription),
      .parameters = T::Parameters(),
      .outputs = {T::kOutputs.begin(), T::kOutputs.end()},
      .needs_volume = internal::NeedsVolume<T>(),
      .warm_up = &T::WarmUp,
      .create = [](const ParameterSet& parameters)
          -> std::unique_ptr<IncrementalIndicator> {
        return std::make_unique<internal::Incremental<T>>(parameters);
      },
      .compute = &internal::ComputeSeries<T>,
      .open = [](const ParameterSet& parameters,
                 std::shared_ptr<const BarSeries> bars)
          -> std::unique_ptr<IndicatorReader> {
        return std::make_unique<internal::ComputingReader<T>>(parameters,
                                                              std::move(bars));
      },
  };
}

}  // namespace admf
