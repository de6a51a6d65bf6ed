#include "engine/data/column_file.h"

#include <xxhash.h>

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/status_macros.h"

namespace admf {
namespace {

// The columns are used as they lie in the file.
static_assert(std::endian::native == std::endian::little);

constexpr std::string_view kMagic = "ADMFbars";
constexpr size_t kKeyBytes = 64;

/// The part of a head whose size is fixed.
struct Head {
  std::array<char, 8> magic;
  int64_t version;
  uint64_t head_bytes;
  uint64_t rows;
  uint64_t columns;
  int64_t distance_us;
  std::array<uint64_t, kPriceColumns> checksums;
  std::array<char, kKeyBytes> key;
};
static_assert(sizeof(Head) == 160);

template <typename T>
std::span<const std::byte> BytesOf(std::span<const T> column) {
  return std::as_bytes(column);
}

std::array<std::span<const std::byte>, kPriceColumns> ColumnBytes(
    const BarSeries::View& bars) {
  return {BytesOf(bars.time_us), BytesOf(bars.open),  BytesOf(bars.high),
          BytesOf(bars.low),     BytesOf(bars.close), BytesOf(bars.volume)};
}

std::string_view TextOf(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void AppendNumber(uint64_t number, std::string& bytes) {
  bytes.append(reinterpret_cast<const char*>(&number), sizeof(number));
}

uint64_t LoadNumber(std::span<const std::byte> bytes) {
  uint64_t number = 0;
  std::memcpy(&number, bytes.data(), sizeof(number));
  return number;
}

uint64_t ChecksumOf(std::span<const std::byte> bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

absl::Status Damaged(std::string_view what) {
  return absl::DataLossError(absl::string_view(what.data(), what.size()));
}

/// Of a file that is long enough for it.
Head LoadHead(std::span<const std::byte> bytes) {
  Head head;
  std::memcpy(&head, bytes.data(), sizeof(head));
  return head;
}

absl::Status CheckHead(std::span<const std::byte> bytes, std::string_view key) {
  if (bytes.size() < sizeof(Head)) return Damaged("it ends within its head");
  const Head head = LoadHead(bytes);
  if (std::string_view(head.magic.data(), head.magic.size()) != kMagic) {
    return Damaged("it does not begin as such a file does");
  }
  if (head.version != kColumnFileVersion) {
    return Damaged(absl::StrCat("it has the version ", head.version));
  }
  if (head.head_bytes < sizeof(Head) + 8 || head.head_bytes % 8 != 0 ||
      head.head_bytes > bytes.size()) {
    return Damaged("its head has no possible size");
  }
  const auto covered = bytes.first(head.head_bytes - 8);
  if (ChecksumOf(covered) != LoadNumber(bytes.subspan(covered.size()))) {
    return Damaged("its head is damaged");
  }
  if (std::string_view(head.key.data(), head.key.size()) != key) {
    return Damaged("it is that of another source");
  }
  // The head is as it was written, so its numbers are possible ones.
  const uint64_t size = head.head_bytes + head.rows * head.columns * 8;
  if (bytes.size() != size) {
    return Damaged(
        absl::StrCat("it has ", bytes.size(), " bytes instead of ", size));
  }
  return absl::OkStatus();
}

ByPriceColumn<std::string> LoadNames(std::span<const std::byte> bytes) {
  ByPriceColumn<std::string> names;
  bytes = bytes.subspan(sizeof(Head));
  for (std::string& name : names.values) {
    const uint64_t size = LoadNumber(bytes);
    name = std::string(TextOf(bytes.subspan(8, size)));
    bytes = bytes.subspan(8 + size);
  }
  return names;
}

}  // namespace

std::vector<std::string_view> EncodeColumnFile(const SourceBars& source,
                                               std::string_view key,
                                               std::string& head) {
  CHECK(key.size() == kKeyBytes);
  std::string names;
  for (const std::string& name : source.column_names.values) {
    AppendNumber(name.size(), names);
    names += name;
  }
  names.resize((names.size() + 7) / 8 * 8);
  Head fixed = {};
  kMagic.copy(fixed.magic.data(), kMagic.size());
  fixed.version = kColumnFileVersion;
  fixed.head_bytes = sizeof(Head) + names.size() + 8;
  fixed.rows = source.columns.rows();
  fixed.columns = source.columns.volume.empty() ? 5 : 6;
  fixed.distance_us = source.distance_us;
  key.copy(fixed.key.data(), key.size());
  const auto columns = ColumnBytes(source.columns);
  for (size_t i = 0; i < fixed.columns; ++i) {
    fixed.checksums[i] = ChecksumOf(columns[i]);
  }
  head.assign(reinterpret_cast<const char*>(&fixed), sizeof(fixed));
  head += names;
  AppendNumber(ChecksumOf(std::as_bytes(std::span(head.data(), head.size()))),
               head);
  std::vector<std::string_view> pieces = {head};
  for (const auto& column : columns) pieces.push_back(TextOf(column));
  return pieces;
}

absl::StatusOr<SourceBars> DecodeColumnFile(std::span<const std::byte> bytes,
                                            std::string_view key,
                                            std::shared_ptr<const void> owner) {
  RETURN_IF_ERROR(CheckHead(bytes, key));
  const Head head = LoadHead(bytes);
  SourceBars source;
  source.owner = std::move(owner);
  source.is_mapped = true;
  source.distance_us = head.distance_us;
  source.column_names = LoadNames(bytes);
  const std::byte* next = bytes.data() + head.head_bytes;
  const auto take = [&]<typename T>(std::span<const T>& column) {
    column = {reinterpret_cast<const T*>(next), head.rows};
    next += head.rows * sizeof(T);
  };
  take(source.columns.time_us);
  take(source.columns.open);
  take(source.columns.high);
  take(source.columns.low);
  take(source.columns.close);
  if (head.columns == kPriceColumns) take(source.columns.volume);
  return source;
}

absl::Status VerifyColumnFile(std::span<const std::byte> bytes) {
  const Head head = LoadHead(bytes);
  for (size_t i = 0; i < head.columns; ++i) {
    const auto column =
        bytes.subspan(head.head_bytes + i * head.rows * 8, head.rows * 8);
    if (ChecksumOf(column) != head.checksums[i]) {
      return Damaged(absl::StrCat(
          "its column ",
          std::string(PriceColumnName(static_cast<PriceColumn>(i))),
          " is damaged"));
    }
  }
  return absl::OkStatus();
}

}  // namespace admf
