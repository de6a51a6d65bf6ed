#include "client/cli/gate/gate_request_id.h"

#include <openssl/evp.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace admf {
namespace {

constexpr size_t kSha256Bytes = 32;

std::string Sha256(std::string_view text) {
  std::array<unsigned char, kSha256Bytes> bytes;
  if (EVP_Digest(text.data(), text.size(), bytes.data(), nullptr, EVP_sha256(),
                 nullptr) != 1) {
    std::fputs("admf: OpenSSL has no SHA-256\n", stderr);
    std::abort();
  }
  return absl::BytesToHexString(absl::string_view(
      reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

// With its size before it, so that no two contents read the same.
void AppendPart(const std::string& part, std::string* text) {
  absl::StrAppend(text, part.size(), ":", part);
}

}  // namespace

std::string GateRequestId(const v1::SubmitWorkflowRequest& request,
                          int attempt) {
  std::string content;
  AppendPart(request.workflow().yaml(), &content);
  const auto& overrides = request.workflow().parameter_overrides();
  for (const auto& [name, value] :
       std::map<std::string, std::string>(overrides.begin(), overrides.end())) {
    AppendPart(name, &content);
    AppendPart(value, &content);
  }
  AppendPart(absl::StrCat("priority ", request.priority()), &content);
  std::string id = "gate-" + Sha256(content);
  if (attempt > 1) absl::StrAppend(&id, ".", attempt);
  return id;
}

}  // namespace admf
