#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "managers/validation/validation_method.h"

namespace admf {

/// lookahead: whether what the strategy decides at a bar depends on what comes
/// after it (engine/validation/lookahead.h). A task is one cut.
class LookaheadValidation final : public ValidationMethod {
 public:
  /// INVALID_ARGUMENT with fewer than two bars.
  static absl::StatusOr<std::unique_ptr<ValidationMethod>> Create(
      const ValidationSubject& subject);

  size_t task_count() const override { return cuts_.size(); }
  std::string task_name() const override { return "cuts"; }
  absl::StatusOr<std::string> RunTask(size_t task,
                                      std::stop_token stop) const override;
  absl::StatusOr<ValidationFindings> Conclude(
      const std::vector<std::string>& results,
      std::stop_token stop) const override;

 private:
  LookaheadValidation(const ValidationSubject& subject,
                      std::vector<int64_t> cuts)
      : subject_(subject), cuts_(std::move(cuts)) {}

  const ValidationSubject subject_;
  const std::vector<int64_t> cuts_;
};

}  // namespace admf
