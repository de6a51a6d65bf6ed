#include "engine/base/number_digest.h"

#include <xxhash.h>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "engine/base/check.h"

namespace admf {

std::string NumberDigest::Finish() const {
  CHECK(used_ == bytes_.size());
  XXH128_canonical_t digest;
  XXH128_canonicalFromHash(&digest, XXH3_128bits(bytes_.data(), bytes_.size()));
  return absl::BytesToHexString(absl::string_view(
      reinterpret_cast<const char*>(digest.digest), sizeof(digest.digest)));
}

}  // namespace admf
