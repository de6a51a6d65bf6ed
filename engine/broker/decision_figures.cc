#include "engine/broker/decision_figures.h"

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "engine/base/check.h"
#include "engine/catalog/parameter.h"

namespace admf {
namespace {

Atr MakeAtr(int64_t period) {
  std::vector<ParameterProblem> problems;
  const ParameterSet parameters =
      ParameterSet::Resolve(Atr::Parameters(), {{"period", period}}, &problems);
  CHECK(problems.empty());
  return Atr(parameters);
}

}  // namespace

DecisionFigures::DecisionFigures(const BarSeries& bars, const Sizing& sizing)
    : bars_(bars), sizing_(sizing) {
  if (sizing.type == Sizing::Type::kAtrRisk) {
    atr_.emplace(MakeAtr(sizing.period));
  }
}

double DecisionFigures::At(int64_t bar) {
  if (sizing_.type == Sizing::Type::kVolatilityTarget) {
    return VolatilityAt(bar);
  }
  if (!atr_) return 0;
  for (; next_bar_ <= bar; ++next_bar_) {
    average_ = atr_->Update(bars_, static_cast<size_t>(next_bar_))[0];
  }
  return average_;
}

double DecisionFigures::VolatilityAt(int64_t bar) const {
  const int64_t count = sizing_.period;
  if (bar < count) return std::numeric_limits<double>::quiet_NaN();
  auto return_at = [this](int64_t i) {
    const size_t row = static_cast<size_t>(i);
    return bars_.close()[row] / bars_.close()[row - 1] - 1;
  };
  double sum = 0;
  for (int64_t i = bar - count + 1; i <= bar; ++i) sum += return_at(i);
  const double mean = sum / static_cast<double>(count);
  double squares = 0;
  for (int64_t i = bar - count + 1; i <= bar; ++i) {
    const double difference = return_at(i) - mean;
    squares += difference * difference;
  }
  const double variance = squares / static_cast<double>(count - 1);
  return std::sqrt(variance) * std::sqrt(sizing_.periods_per_year);
}

}  // namespace admf
