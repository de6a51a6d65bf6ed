#include "client/channel.h"

#include <cerrno>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "client/client_error.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"

namespace admf {
namespace {

constexpr char kDefaultPort[] = "50051";
constexpr char kService[] = "admf.v1.CoordinatorService";

absl::string_view View(std::string_view text) {
  return absl::string_view(text.data(), text.size());
}

absl::Status BadAddress(std::string_view server, std::string_view problem) {
  return absl::InvalidArgumentError(absl::StrCat(
      "'", View(server), "' is no address of a server: ", View(problem),
      "; write HOST:PORT, such as 127.0.0.1:50051"));
}

absl::Status CheckPort(std::string_view server, std::string_view port) {
  int number = 0;
  if (!absl::SimpleAtoi(View(port), &number) || number < 1 || number > 65535) {
    return BadAddress(server, "the port must be a number from 1 to 65535");
  }
  return absl::OkStatus();
}

bool HasResolverScheme(std::string_view server) {
  for (const std::string_view scheme :
       {"unix:", "unix-abstract:", "dns:", "ipv4:", "ipv6:"}) {
    if (server.substr(0, scheme.size()) == scheme) return true;
  }
  return false;
}

// A proxy of the environment is meant for other machines.
bool IsLocal(std::string_view address) {
  for (const std::string_view prefix :
       {"127.", "localhost:", "[::1]:", "unix"}) {
    if (address.substr(0, prefix.size()) == prefix) return true;
  }
  return false;
}

absl::StatusOr<std::string> ReadPemFile(const std::string& path) {
  if (path.empty()) return std::string();
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file || text.str().empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("can't read '", path, "': is it a PEM file?"));
  }
  if (!absl::StrContains(text.str(), "-----BEGIN ")) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", path, "' is no PEM file: it has no line such as ",
                     "-----BEGIN CERTIFICATE-----"));
  }
  return text.str();
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MakeCredentials(
    const ChannelOptions& options) {
  const bool has_files = !options.ca_file.empty() ||
                         !options.certificate_file.empty() ||
                         !options.private_key_file.empty();
  if (!options.tls && !has_files) return grpc::InsecureChannelCredentials();
  if (options.certificate_file.empty() != options.private_key_file.empty()) {
    return absl::InvalidArgumentError(
        "a client certificate and its private key must be given together");
  }
  absl::StatusOr<std::string> ca = ReadPemFile(options.ca_file);
  if (!ca.ok()) return ca.status();
  absl::StatusOr<std::string> key = ReadPemFile(options.private_key_file);
  if (!key.ok()) return key.status();
  absl::StatusOr<std::string> certificate =
      ReadPemFile(options.certificate_file);
  if (!certificate.ok()) return certificate.status();
  return grpc::SslCredentials({.pem_root_certs = *std::move(ca),
                               .pem_private_key = *std::move(key),
                               .pem_cert_chain = *std::move(certificate)});
}

}  // namespace

absl::StatusOr<std::string> NormalizeServerAddress(std::string_view server) {
  if (server.empty()) return BadAddress(server, "it is empty");
  if (absl::StrContains(View(server), "://") && !HasResolverScheme(server)) {
    return BadAddress(server, "it is a URL");
  }
  if (HasResolverScheme(server)) return std::string(server);
  if (server.find_first_of(" \t\r\n/") != std::string_view::npos) {
    return BadAddress(server, "it has a space or a slash");
  }
  const size_t host_end = server.front() == '[' ? server.find(']') : 0;
  if (host_end == std::string_view::npos) {
    return BadAddress(server, "the bracket is not closed");
  }
  const size_t colon = server.find(':', host_end);
  if (colon == std::string_view::npos) {
    return absl::StrCat(View(server), ":", kDefaultPort);
  }
  if (colon == 0) return BadAddress(server, "the host is missing");
  if (server.find(':', colon + 1) != std::string_view::npos) {
    return BadAddress(server,
                      "an IPv6 address stands in brackets: [::1]:50051");
  }
  absl::Status port = CheckPort(server, server.substr(colon + 1));
  if (!port.ok()) return port;
  return std::string(server);
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> CreateChannel(
    const ChannelOptions& options) {
  absl::StatusOr<std::string> address = NormalizeServerAddress(options.server);
  if (!address.ok()) return address.status();
  absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> credentials =
      MakeCredentials(options);
  if (!credentials.ok()) return credentials.status();

  grpc::ChannelArguments arguments;
  // The client has retries of its own, which a longer pause of the channel
  // would only answer with the old error.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2000);
  // Notices a dead server behind a silent stream. Servers tolerate one ping in
  // five minutes without being configured for more.
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 6 * 60 * 1000);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, IsLocal(*address) ? 0 : 1);
  // A page of 1000 workflows with many labels is larger than gRPC's 4 MiB.
  arguments.SetMaxReceiveMessageSize(64 << 20);
  return grpc::CreateCustomChannel(*address, *credentials, arguments);
}

absl::Status WaitUntilServing(const std::shared_ptr<grpc::Channel>& channel,
                              absl::Duration timeout) {
  using grpc::health::v1::HealthCheckRequest;
  using grpc::health::v1::HealthCheckResponse;
  const absl::Time deadline = absl::Now() + timeout;
  const auto stub = grpc::health::v1::Health::NewStub(channel);
  HealthCheckRequest request;
  request.set_service(kService);
  while (true) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(deadline));
    context.set_wait_for_ready(true);
    const auto reader = stub->Watch(&context, request);
    HealthCheckResponse response;
    while (reader->Read(&response)) {
      if (response.status() == HealthCheckResponse::SERVING) {
        context.TryCancel();
        // The outcome of the cancelled call is known and of no interest.
        (void)reader->Finish();
        return absl::OkStatus();
      }
    }
    const absl::Status status = ToAbslStatus(reader->Finish());
    if (status.ok()) {
      return absl::UnavailableError("the health service ended its answer");
    }
    // A daemon that is just being replaced drops the stream: try the next one.
    if (!absl::IsUnavailable(status)) return status;
  }
}

}  // namespace admf
