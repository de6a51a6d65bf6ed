#include "engine/data/adjustments_file.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "engine/base/system_error.h"
#include "engine/data/price_file.h"

namespace admf {
namespace {

constexpr size_t kMaxFileBytes = 64 << 20;

absl::StatusOr<std::string> ReadAll(const PriceFile& file) {
  std::string text;
  while (true) {
    constexpr size_t kPiece = 1 << 20;
    const size_t size = text.size();
    if (size > kMaxFileBytes) {
      return absl::ResourceExhaustedError(
          absl::StrCat("it has more than ", kMaxFileBytes, " bytes"));
    }
    text.resize(size + kPiece);
    const ssize_t got = read(file.descriptor(), text.data() + size, kPiece);
    if (got < 0 && errno != EINTR) {
      return SystemError(errno, "it can't be read");
    }
    text.resize(size + static_cast<size_t>(std::max<ssize_t>(got, 0)));
    if (got == 0) return text;
  }
}

absl::StatusOr<std::vector<Adjustment>> ReadFrom(const std::string& path,
                                                 std::string_view symbol) {
  ASSIGN_OR_RETURN(const PriceFile file,
                   PriceFile::Open(path, ReadRequest::Format::kCsv));
  ASSIGN_OR_RETURN(const std::string text, ReadAll(file));
  return ParseAdjustments(text, symbol);
}

}  // namespace

absl::StatusOr<std::vector<Adjustment>> ReadAdjustments(
    const std::string& path, const std::string& display_path,
    std::string_view symbol) {
  auto adjustments = ReadFrom(path, symbol);
  if (adjustments.ok()) return adjustments;
  return absl::Status(
      adjustments.status().code(),
      absl::StrCat(display_path, ": ", adjustments.status().message()));
}

}  // namespace admf
