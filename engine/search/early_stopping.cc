#include "engine/search/early_stopping.h"

#include "engine/base/check.h"

namespace admf {

EarlyStopping::EarlyStopping(const Options& options) : options_(options) {
  CHECK(options.patience >= 1 && options.min_delta >= 0);
}

bool EarlyStopping::Add(std::optional<double> score) {
  const bool improved =
      score && (!best_ || *score - *best_ > options_.min_delta);
  if (improved) best_ = score;
  since_improvement_ = improved ? 0 : since_improvement_ + 1;
  stopped_ = stopped_ || since_improvement_ >= options_.patience;
  return stopped_;
}

}  // namespace admf
