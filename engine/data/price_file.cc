#include "engine/data/price_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/base/system_error.h"

namespace admf {
namespace {

std::optional<PriceFile::Kind> KindByName(const std::string& path) {
  const auto ends_with = [&path](absl::string_view suffix) {
    return absl::EndsWithIgnoreCase(path, suffix);
  };
  for (const char* suffix : {".csv", ".txt", ".tsv"}) {
    if (ends_with(suffix)) return PriceFile::Kind::kCsv;
    if (ends_with(absl::StrCat(suffix, ".gz"))) {
      return PriceFile::Kind::kGzippedCsv;
    }
  }
  if (ends_with(".parquet")) return PriceFile::Kind::kParquet;
  return std::nullopt;
}

absl::StatusOr<PriceFile::Kind> FindKind(const std::string& path,
                                         ReadRequest::Format format) {
  switch (format) {
    case ReadRequest::Format::kParquet:
      return PriceFile::Kind::kParquet;
    case ReadRequest::Format::kCsv:
      return absl::EndsWithIgnoreCase(path, ".gz")
                 ? PriceFile::Kind::kGzippedCsv
                 : PriceFile::Kind::kCsv;
    case ReadRequest::Format::kByName:
      break;
  }
  const std::optional<PriceFile::Kind> kind = KindByName(path);
  if (kind.has_value()) return *kind;
  return absl::InvalidArgumentError(
      "its name does not say what it is (.csv, .txt, .tsv, these with .gz, or "
      ".parquet); say so with format: csv or format: parquet");
}

absl::Status OpenError(int error) {
  if (error == ENOENT || error == ENOTDIR) {
    return absl::NotFoundError("there is no such file");
  }
  return SystemError(error, "it can't be opened");
}

}  // namespace

absl::StatusOr<PriceFile> PriceFile::Open(const std::string& path,
                                          ReadRequest::Format format) {
  // Without O_NONBLOCK opening a named pipe would wait for a writer.
  const int descriptor =
      open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (descriptor < 0) return OpenError(errno);
  PriceFile file(Kind::kCsv, descriptor);
  struct stat status;
  if (fstat(descriptor, &status) != 0) return OpenError(errno);
  if (S_ISDIR(status.st_mode)) {
    return absl::InvalidArgumentError("it is a directory, not a file");
  }
  if (!S_ISREG(status.st_mode)) {
    return absl::InvalidArgumentError("it is not a regular file");
  }
  const absl::StatusOr<Kind> kind = FindKind(path, format);
  if (!kind.ok()) return kind.status();
  file.kind_ = *kind;
  return file;
}

PriceFile::PriceFile(PriceFile&& other) noexcept
    : kind_(other.kind_), descriptor_(std::exchange(other.descriptor_, -1)) {}

PriceFile& PriceFile::operator=(PriceFile&& other) noexcept {
  std::swap(kind_, other.kind_);
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

PriceFile::~PriceFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

std::string PriceFile::ReopenPath() const {
  return absl::StrCat("/proc/self/fd/", descriptor_);
}

}  // namespace admf
