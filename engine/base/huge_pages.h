#pragma once

#include <cstddef>
#include <vector>

namespace admf {

/// Reserves space for `count` elements, and asks the system to back it with
/// huge pages if there are many. A column of 10 million numbers is 20,000
/// ordinary pages, and the faults of touching them for the first time cost
/// several times what writing the numbers costs. Space that is never touched
/// takes no memory of the machine.
///
/// Changes nothing but speed; where the system has no huge pages to give, not
/// even that.
template <typename T>
void ReserveHuge(size_t count, std::vector<T>* column);

namespace internal {

/// Asks for huge pages in whatever whole pages `bytes` from `data` on cover.
void AdviseHugePages(void* data, size_t bytes);

}  // namespace internal

template <typename T>
void ReserveHuge(size_t count, std::vector<T>* column) {
  column->reserve(count);
  internal::AdviseHugePages(column->data(), column->capacity() * sizeof(T));
}

}  // namespace admf
