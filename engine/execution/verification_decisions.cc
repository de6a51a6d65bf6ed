#include <algorithm>
#include <vector>

#include "engine/base/status_macros.h"
#include "engine/execution/verification_internal.h"

namespace admf::internal {
namespace {

/// Goes through decisions, fills and rejections side by side.
class DecisionMatcher {
 public:
  explicit DecisionMatcher(const Evidence& evidence)
      : evidence_(evidence),
        fills_(evidence.simulation.fills),
        rejections_(evidence.simulation.rejections) {}

  /// Finds what `decision` must have led to.
  absl::Status Match(const Decision& decision);
  /// After the last decision: nothing is left that no decision asked for.
  absl::Status Finish();

 private:
  /// Skips what was filled before the decision: fills that no decision asked
  /// for (stops, targets, limits).
  absl::Status SkipTo(int64_t decided_bar);
  /// Takes the exit or the entry that was decided at `bar`, if it is next.
  const Fill* Take(int64_t decided_bar, OrderReason reason);
  absl::Status MatchEntry(const Decision& decision, Side side);

  const Evidence& evidence_;
  const std::vector<Fill>& fills_;
  const std::vector<Rejection>& rejections_;
  size_t next_fill_ = 0;
  size_t next_rejection_ = 0;
  double units_ = 0;
};

absl::Status DecisionMatcher::SkipTo(int64_t decided_bar) {
  for (; next_fill_ < fills_.size(); ++next_fill_) {
    const Fill& fill = fills_[next_fill_];
    if (fill.decided_bar > decided_bar) break;
    // At the close itself, only what rested in the market came before.
    if (fill.decided_bar == decided_bar && !Resting(fill.reason)) break;
    if (fill.reason == OrderReason::kEntry ||
        fill.reason == OrderReason::kSignal) {
      return Wrong(fill.bar, "no decision asked for a fill");
    }
    units_ += fill.units;
  }
  return absl::OkStatus();
}

const Fill* DecisionMatcher::Take(int64_t decided_bar, OrderReason reason) {
  if (next_fill_ == fills_.size()) return nullptr;
  const Fill& fill = fills_[next_fill_];
  if (fill.decided_bar != decided_bar || fill.reason != reason) return nullptr;
  ++next_fill_;
  units_ += fill.units;
  return &fill;
}

absl::Status DecisionMatcher::Match(const Decision& decision) {
  const int64_t fill_bar = evidence_.FillBar(decision.bar);
  if (fill_bar > evidence_.last_bar()) return absl::OkStatus();
  RETURN_IF_ERROR(SkipTo(decision.bar));
  const Side side = evidence_.Allowed(decision.side);
  const Side held = SideOf(units_);
  if (side == held) return absl::OkStatus();
  if (held != Side::kFlat &&
      Take(decision.bar, OrderReason::kSignal) == nullptr) {
    return Wrong(fill_bar, "a decision did not close the position");
  }
  const bool entry_is_allowed =
      !evidence_.settings.close_at_end || fill_bar != evidence_.last_bar();
  if (side == Side::kFlat || !entry_is_allowed) return absl::OkStatus();
  return MatchEntry(decision, side);
}

absl::Status DecisionMatcher::MatchEntry(const Decision& decision, Side side) {
  const int64_t fill_bar = evidence_.FillBar(decision.bar);
  if (const Fill* entry = Take(decision.bar, OrderReason::kEntry)) {
    if (SideOf(entry->units) == side) return absl::OkStatus();
    return Wrong(fill_bar, "an entry is on the other side than its decision");
  }
  if (next_rejection_ == rejections_.size() ||
      rejections_[next_rejection_].bar != fill_bar ||
      rejections_[next_rejection_].side != side) {
    return Wrong(fill_bar, "a decision has neither a fill nor a rejection");
  }
  ++next_rejection_;
  return absl::OkStatus();
}

absl::Status DecisionMatcher::Finish() {
  RETURN_IF_ERROR(SkipTo(evidence_.last_bar() + 1));
  if (next_rejection_ < rejections_.size()) {
    return Wrong(rejections_[next_rejection_].bar,
                 "no decision asked for what was rejected");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status VerifyDecisions(const Evidence& evidence) {
  DecisionMatcher matcher(evidence);
  for (const Decision& decision : evidence.decisions) {
    RETURN_IF_ERROR(matcher.Match(decision));
  }
  return matcher.Finish();
}

}  // namespace admf::internal
