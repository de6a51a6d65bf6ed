#pragma once

#include <memory>
#include <stop_token>

#include "absl/status/statusor.h"
#include "engine/data/bars.h"
#include "engine/indicators/indicator.h"

namespace admf {

/// Computes every indicator anew when it is asked for. For programs that run
/// one strategy once, and for tests. Thread-safe: it has no state.
class ComputingIndicatorSource final : public IndicatorSource {
 public:
  absl::StatusOr<std::shared_ptr<const IndicatorSeries>> Get(
      const IndicatorSpec& spec, const std::shared_ptr<const BarSeries>& bars,
      std::stop_token stop) override;

  /// Computes while it is read, and looks at `stop` only now.
  absl::StatusOr<std::unique_ptr<IndicatorReader>> Open(
      const IndicatorSpec& spec, const std::shared_ptr<const BarSeries>& bars,
      std::stop_token stop) override;
};

}  // namespace admf
