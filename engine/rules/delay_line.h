#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "engine/indicators/conventions.h"

namespace admf {

/// Remembers a column that comes in blocks, so that values of earlier blocks
/// can be had beside those of the newest one. Values before the first one are
/// kUndefined. A value moves once for each block's length or more of new ones,
/// so that a block costs about its own length, however long the memory is.
class DelayLine {
 public:
  /// For up to `longest` bars back, and blocks of up to `block` values.
  DelayLine(size_t longest, size_t block)
      : longest_(longest),
        values_(2 * longest + block, kUndefined),
        begin_(longest),
        end_(longest) {}

  /// Takes the next block. What At answered before is no longer valid.
  void Append(std::span<const double> block) {
    if (end_ + block.size() > values_.size()) {
      std::copy(values_.begin() + (end_ - longest_), values_.begin() + end_,
                values_.begin());
      end_ = longest_;
    }
    begin_ = end_;
    end_ = std::copy(block.begin(), block.end(), values_.begin() + begin_) -
           values_.begin();
  }

  /// As many values as the newest block has, those from `bars` bars before.
  const double* At(size_t bars) const {
    return values_.data() + (begin_ - bars);
  }

 private:
  const size_t longest_;
  std::vector<double> values_;
  /// Of the newest block.
  size_t begin_;
  size_t end_;
};

}  // namespace admf
