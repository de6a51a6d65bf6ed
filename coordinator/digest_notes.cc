#include "coordinator/digest_notes.h"

#include <xxhash.h>

#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"

namespace admf {
namespace {

constexpr size_t kDigestCharacters = 64;

/// The digest, and a checksum that covers the name, too.
std::string Text(const std::string& name, const std::string& digest) {
  const std::string covered = absl::StrCat(name, " ", digest);
  const uint64_t checksum = XXH3_64bits(covered.data(), covered.size());
  return absl::StrCat(digest, " ", absl::Hex(checksum, absl::kZeroPad16), "\n");
}

}  // namespace

DigestNotes::DigestNotes(std::string folder, FileSystem* file_system)
    : folder_(std::move(folder)), file_system_(file_system) {}

std::optional<std::string> DigestNotes::Find(const std::string& name) {
  const std::string path = absl::StrCat(folder_, "/", name);
  const absl::StatusOr<std::string> text = file_system_->ReadFile(path);
  if (!text.ok()) return std::nullopt;
  std::string digest = text->substr(0, kDigestCharacters);
  if (*text != Text(name, digest)) {
    file_system_->RemoveFile(path).IgnoreError();
    return std::nullopt;
  }
  // Those that nobody asks for go first.
  file_system_->Touch(path).IgnoreError();
  return digest;
}

absl::Status DigestNotes::Keep(const std::string& name,
                               const std::string& digest) {
  return file_system_->WriteFileDurably(absl::StrCat(folder_, "/", name),
                                        Text(name, digest));
}

}  // namespace admf
