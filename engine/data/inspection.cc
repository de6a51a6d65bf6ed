#include "engine/data/inspection.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/data/name_times.h"

namespace admf {
namespace {

constexpr size_t kRepeatedCloses = 5;
constexpr double kJump = 0.25;
constexpr double kOutlierMedians = 10;

/// Counts one kind of finding.
class Counter {
 public:
  Counter(const BarSeries& bars, std::string kind) : times_us_(bars.time_us()) {
    finding_.kind = std::move(kind);
  }

  void Add(size_t row) {
    ++finding_.count;
    if (finding_.first_us.size() < BarFinding::kNamed) {
      finding_.first_us.push_back(times_us_[row]);
    }
  }

  /// Appends the finding if there is any; `what` follows the number.
  void Finish(const char* what, LocalClock clock,
              std::vector<BarFinding>& findings) {
    if (finding_.count == 0) return;
    finding_.description =
        absl::StrCat(finding_.count, " ", what, ": ",
                     NameTimes(finding_.count, finding_.first_us, clock));
    findings.push_back(std::move(finding_));
  }

 private:
  const std::span<const int64_t> times_us_;
  BarFinding finding_;
};

void FindZeroVolume(const BarSeries& bars, Counter& counter) {
  for (size_t i = 0; i < bars.volume().size(); ++i) {
    if (bars.volume()[i] == 0.0) counter.Add(i);
  }
}

void FindRepeatedCloses(const BarSeries& bars, Counter& counter) {
  const auto close = bars.close();
  size_t run = 1;
  for (size_t i = 1; i < close.size(); ++i) {
    run = close[i] == close[i - 1] ? run + 1 : 1;
    if (run == kRepeatedCloses) counter.Add(i + 1 - run);
  }
}

/// Changes from close to close; the first one is that of the second bar.
std::vector<double> Changes(std::span<const double> close) {
  std::vector<double> changes;
  changes.reserve(close.size());
  for (size_t i = 1; i < close.size(); ++i) {
    changes.push_back(std::abs(close[i] / close[i - 1] - 1));
  }
  return changes;
}

/// The upper one of the two in the middle where there are two.
double Median(std::vector<double> values) {
  const auto middle =
      values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

void FindOutliers(const BarSeries& bars, const std::vector<double>& changes,
                  Counter& counter) {
  const auto close = bars.close();
  const double limit = kOutlierMedians * Median(changes);
  if (limit == 0.0) return;
  for (size_t i = 1; i + 1 < close.size(); ++i) {
    const double move = close[i] - close[i - 1];
    const double back = close[i] - close[i + 1];
    if (changes[i - 1] > limit && back / move >= 0.5) counter.Add(i);
  }
}

}  // namespace

std::vector<BarFinding> InspectBars(const BarSeries& bars, LocalClock clock) {
  std::vector<BarFinding> findings;
  Counter zero_volume(bars, "zero_volume");
  FindZeroVolume(bars, zero_volume);
  zero_volume.Finish("bars without volume", clock, findings);
  Counter repeated(bars, "repeated_close");
  FindRepeatedCloses(bars, repeated);
  repeated.Finish("runs of 5 or more bars with the same close, from", clock,
                  findings);
  if (bars.size() < 2) return findings;
  const std::vector<double> changes = Changes(bars.close());
  Counter jumps(bars, "jump");
  for (size_t i = 0; i < changes.size(); ++i) {
    if (changes[i] > kJump) jumps.Add(i + 1);
  }
  jumps.Finish("closes that differ from the one before by more than 25 %",
               clock, findings);
  Counter outliers(bars, "outlier");
  FindOutliers(bars, changes, outliers);
  outliers.Finish(
      "closes that stand off by more than 10 times the median change", clock,
      findings);
  return findings;
}

}  // namespace admf
