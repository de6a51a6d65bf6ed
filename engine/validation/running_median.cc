#include "engine/validation/running_median.h"

#include <iterator>

#include "engine/base/check.h"

namespace admf {

void RunningMedian::Add(double value) {
  if (!upper_.empty() && value >= *upper_.begin()) {
    upper_.insert(value);
  } else {
    lower_.insert(value);
  }
  Balance();
}

void RunningMedian::Remove(double value) {
  // Equal values may be in both halves; which one goes doesn't matter.
  if (const auto found = lower_.find(value); found != lower_.end()) {
    lower_.erase(found);
  } else {
    const auto other = upper_.find(value);
    CHECK(other != upper_.end());
    upper_.erase(other);
  }
  Balance();
}

double RunningMedian::median() const {
  CHECK(size() > 0);
  if (lower_.size() > upper_.size()) return *lower_.rbegin();
  return (*lower_.rbegin() + *upper_.begin()) / 2;
}

void RunningMedian::Balance() {
  if (lower_.size() > upper_.size() + 1) {
    upper_.insert(lower_.extract(std::prev(lower_.end())));
  } else if (lower_.size() < upper_.size()) {
    lower_.insert(upper_.extract(upper_.begin()));
  }
}

}  // namespace admf
