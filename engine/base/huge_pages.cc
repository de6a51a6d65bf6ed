#include "engine/base/huge_pages.h"

#include <sys/mman.h>

#include <cstdint>

namespace admf::internal {

void AdviseHugePages(void* data, size_t bytes) {
  constexpr uintptr_t kPage = 4096;
  constexpr uintptr_t kWorthwhile = uintptr_t{8} << 20;
  const uintptr_t address = reinterpret_cast<uintptr_t>(data);
  const uintptr_t begin = (address + kPage - 1) & ~(kPage - 1);
  const uintptr_t end = (address + bytes) & ~(kPage - 1);
  if (bytes < kWorthwhile) return;
  // Advice; whether it was taken makes no difference to the caller.
  (void)madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
}

}  // namespace admf::internal
