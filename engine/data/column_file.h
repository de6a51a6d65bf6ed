#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/data/source_bars.h"

namespace admf {

// The bytes in which the bars of a source are kept, so that a mapped file is
// the columns: nothing is parsed or copied. All numbers are little-endian.
//
//   offset  bytes
//        0      8  "ADMFbars"
//        8      8  kColumnFileVersion
//       16      8  bytes of the head, a multiple of 8
//       24      8  rows
//       32      8  columns: 6, or 5 without volume
//       40      8  distance of neighbouring bars, microseconds
//       48     48  XXH3 of each column, 0 for no volume
//       96     64  the key: what the file is the content of, as hexadecimal
//      160     ..  the names of the 6 columns, each with its length before it
//      in
//                  8 bytes, padded with zeros
//                  at the end of the head: XXH3 of the head before it
//     head     ..  time, open, high, low, close, volume: 8 bytes for each row
//
// Pure functions.

/// Changes with everything that makes a file mean something else, the checks
/// and the understanding of sources included.
inline constexpr int64_t kColumnFileVersion = 1;

/// The pieces that make the file of `source`, which they refer to, and of
/// `head`, which is filled. `key` has 64 characters.
std::vector<std::string_view> EncodeColumnFile(const SourceBars& source,
                                               std::string_view key,
                                               std::string& head);

/// The bars whose file has these `bytes`, which `owner` keeps alive. Looks at
/// the head and the size only, which costs nothing. DATA_LOSS, saying what is
/// wrong, if they are not a whole file of this version and key.
absl::StatusOr<SourceBars> DecodeColumnFile(std::span<const std::byte> bytes,
                                            std::string_view key,
                                            std::shared_ptr<const void> owner);

/// Compares all columns of a file, which was decoded, with their checksums.
/// DATA_LOSS, naming the column, if one is damaged.
absl::Status VerifyColumnFile(std::span<const std::byte> bytes);

}  // namespace admf
