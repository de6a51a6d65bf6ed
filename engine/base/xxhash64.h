#pragma once

#include <cstdint>
#include <span>

namespace admf {

/// XXH64 with seed 0 (Yann Collet, "xxHash fast digest algorithm", version
/// 0.1.1 of its specification): a checksum that notices damage, as fast as
/// memory is read. No protection against who wants to deceive; that is
/// engine/base/sha256.h.
uint64_t XxHash64(std::span<const std::byte> bytes);

}  // namespace admf
