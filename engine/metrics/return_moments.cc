#include "engine/metrics/return_moments.h"

#include <algorithm>
#include <cmath>

#include "engine/metrics/lane_sum.h"

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
  ReturnMoments moments;
  moments.count_ = static_cast<int64_t>(block.size());
  const double mean = SumOf(block) / static_cast<double>(block.size());
  moments.mean_ = mean;
  moments.sum2_ = SumOf(block, [mean](double value) {
    const double distance = value - mean;
    return distance * distance;
  });
  moments.sum3_ = SumOf(block, [mean](double value) {
    const double distance = value - mean;
    return distance * distance * distance;
  });
  moments.sum4_ = SumOf(block, [mean](double value) {
    const double square = (value - mean) * (value - mean);
    return square * square;
  });
  moments.downside_sum_ = SumOf(block, [](double value) {
    const double loss = value < 0 ? value : 0;
    return loss * loss;
  });
  for (const double value : block) {
    moments.minimum_ = value < moments.minimum_ ? value : moments.minimum_;
    moments.maximum_ = value > moments.maximum_ ? value : moments.maximum_;
  }
  Merge(moments);
}

void ReturnMoments::Merge(const ReturnMoments& next) {
  const double a = static_cast<double>(count_);
  const double b = static_cast<double>(next.count_);
  const double n = a + b;
  const double delta = next.mean_ - mean_;
  // From the highest power down: each formula needs the lower sums as they
  // were.
  sum4_ += next.sum4_ +
           delta * delta * delta * delta * a * b * (a * a - a * b + b * b) /
               (n * n * n) +
           6 * delta * delta * (a * a * next.sum2_ + b * b * sum2_) / (n * n) +
           4 * delta * (a * next.sum3_ - b * sum3_) / n;
  sum3_ += next.sum3_ + delta * delta * delta * a * b * (a - b) / (n * n) +
           3 * delta * (a * next.sum2_ - b * sum2_) / n;
  sum2_ += next.sum2_ + delta * delta * a * b / n;
  mean_ += delta * b / n;
  count_ += next.count_;
  downside_sum_ += next.downside_sum_;
  minimum_ = std::min(minimum_, next.minimum_);
  maximum_ = std::max(maximum_, next.maximum_);
}

double ReturnMoments::sample_variance() const {
  return sum2_ / static_cast<double>(count_ - 1);
}

double ReturnMoments::sample_deviation() const {
  return std::sqrt(sample_variance());
}

double ReturnMoments::skewness() const {
  const double variance = sum2_ / static_cast<double>(count_);
  return sum3_ / static_cast<double>(count_) / (variance * std::sqrt(variance));
}

double ReturnMoments::kurtosis() const {
  const double variance = sum2_ / static_cast<double>(count_);
  return sum4_ / static_cast<double>(count_) / (variance * variance);
}

double ReturnMoments::downside_deviation() const {
  return std::sqrt(downside_sum_ / static_cast<double>(count_));
}

}  // namespace admf
