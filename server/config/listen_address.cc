#include "server/config/listen_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/config/yaml_text.h"

namespace admf {
namespace {

constexpr char kExample[] =
    "write HOST:PORT such as `127.0.0.1:50051` or `[::1]:50051`";
constexpr int kMaxPort = 65535;
constexpr size_t kMaxHostBytes = 253;

absl::Status Error(std::string_view text, std::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat(QuoteForMessage(text), " ", std::string(what)));
}

bool IsIpv4(const std::string& host) {
  in_addr address;
  return inet_pton(AF_INET, host.c_str(), &address) == 1;
}

bool IsIpv6(const std::string& host) {
  in6_addr address;
  return inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

/// Letters, digits and hyphens between dots, and not only digits and dots: that
/// would be a mistyped address.
bool IsHostName(std::string_view host) {
  const auto is_allowed = [](unsigned char c) {
    return absl::ascii_isalnum(c) || c == '-' || c == '.';
  };
  if (host.empty() || host.size() > kMaxHostBytes) return false;
  if (!std::all_of(host.begin(), host.end(), is_allowed)) return false;
  if (host.find_first_not_of("0123456789.") == std::string_view::npos) {
    return false;
  }
  return absl::ascii_isalnum(host.front()) &&
         absl::ascii_isalnum(host.back()) &&
         host.find("..") == std::string_view::npos;
}

}  // namespace

bool ListenAddress::IsLoopback() const {
  if (IsIpv4(host)) return host.starts_with("127.");
  in6_addr address;
  if (inet_pton(AF_INET6, host.c_str(), &address) == 1) {
    return IN6_IS_ADDR_LOOPBACK(&address);
  }
  return absl::EqualsIgnoreCase(host, "localhost");
}

absl::StatusOr<ListenAddress> ParseListenAddress(std::string_view text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) {
    return Error(text, absl::StrCat("has no port; ", kExample));
  }
  ListenAddress address;
  const std::string_view port = text.substr(colon + 1);
  const char* const end = port.data() + port.size();
  const auto [stop, error] = std::from_chars(port.data(), end, address.port);
  const bool is_number = !port.empty() && stop == end && port.front() != '-';
  if (!is_number) {
    return Error(text, absl::StrCat("has no port; ", kExample));
  }
  if (error != std::errc() || address.port > kMaxPort) {
    return Error(text, absl::StrCat("has a port that doesn't exist; ports go "
                                    "from 1 to ",
                                    kMaxPort, ", and 0 takes a free one"));
  }

  std::string_view host = text.substr(0, colon);
  const bool in_brackets = host.starts_with('[') && host.ends_with(']');
  if (in_brackets) host = host.substr(1, host.size() - 2);
  address.host = std::string(host);
  if (in_brackets ? IsIpv6(address.host)
                  : IsIpv4(address.host) || IsHostName(host)) {
    return address;
  }
  if (!in_brackets && IsIpv6(address.host)) {
    return Error(
        text, absl::StrCat("has an IPv6 address without brackets; ", kExample));
  }
  return Error(text, absl::StrCat("has no valid host; ", kExample));
}

}  // namespace admf
