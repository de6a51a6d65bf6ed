#include "server/page_token.h"

#include <limits>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "coordinator/errors.h"
#include "engine/base/sha256.h"
#include "managers/canonical_message.h"

namespace admf {
namespace {

std::string FilterDigest(v1::ListWorkflowsRequest request) {
  request.clear_page_token();
  request.clear_page_size();
  Sha256 digest;
  digest.AddText(CanonicalMessage(request));
  return digest.Finish().substr(0, 16);
}

}  // namespace

std::string EncodePageToken(int64_t last_ordinal,
                            const v1::ListWorkflowsRequest& request) {
  return absl::WebSafeBase64Escape(
      absl::StrCat(last_ordinal, ".", FilterDigest(request)));
}

absl::StatusOr<int64_t> DecodePageToken(
    const v1::ListWorkflowsRequest& request) {
  if (request.page_token().empty()) return std::numeric_limits<int64_t>::max();
  std::string text;
  int64_t ordinal = 0;
  if (absl::WebSafeBase64Unescape(request.page_token(), &text)) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(text, absl::MaxSplits('.', 1));
    if (absl::SimpleAtoi(parts.first, &ordinal) && ordinal >= 0 &&
        parts.second == FilterDigest(request)) {
      return ordinal;
    }
  }
  return MakeError(absl::StatusCode::kInvalidArgument, reason::kInvalidRequest,
                   "page_token does not belong to this listing; use the "
                   "next_page_token of the page before with the same filter, "
                   "or start without one");
}

}  // namespace admf
