#include "engine/metrics/return_moments.h"

#include <algorithm>
#include <cmath>

#include "engine/columns/columns.h"
#include "engine/columns/lanes.h"

namespace admf {

ReturnMoments ReturnMoments::Of(std::span<const double> values) {
  ReturnMoments moments;
  for (size_t first = 0; first < values.size(); first += kBlock) {
    moments.AddBlock(
        values.subspan(first, std::min(kBlock, values.size() - first)));
  }
  return moments;
}

void ReturnMoments::AddBlock(std::span<const double> block) {
  if (block.empty()) return;
  const double count = static_cast<double>(block.size());
  const double mean = SumOf(block) / count;
  const Deviations deviations = DeviationsOf(block, mean);

  const double count_before = static_cast<double>(count_);
  const double delta = mean - mean_;
  const double weight = count / (count_before + count);
  squares_ += deviations.squares + delta * delta * count_before * weight;
  mean_ += delta * weight;
  count_ += static_cast<int64_t>(block.size());
  downside_squares_ += deviations.loss_squares;
  minimum_ = std::min(minimum_, deviations.lowest);
  maximum_ = std::max(maximum_, deviations.highest);
}

double ReturnMoments::sample_variance() const {
  return squares_ / static_cast<double>(count_ - 1);
}

double ReturnMoments::sample_deviation() const {
  return std::sqrt(sample_variance());
}

double ReturnMoments::downside_deviation() const {
  return std::sqrt(downside_squares_ / static_cast<double>(count_));
}

Shape ShapeOf(std::span<const double> values, const ReturnMoments& moments) {
  const double mean = moments.mean();
  const double count = static_cast<double>(moments.count());
  const double squares = moments.sample_variance() * (count - 1);
  const double cubes = SumOf(values, [mean](double value) {
    const double distance = value - mean;
    return distance * distance * distance;
  });
  const double fourths = SumOf(values, [mean](double value) {
    const double square = (value - mean) * (value - mean);
    return square * square;
  });
  const double variance = squares / count;
  return {.skewness = cubes / count / (variance * std::sqrt(variance)),
          .kurtosis = fourths / count / (variance * variance)};
}

}  // namespace admf
