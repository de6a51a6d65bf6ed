#include "server/grpc_server.h"

#include <dlfcn.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>

#include <chrono>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "admf/v1/coordinator_service.grpc.pb.h"
#include "engine/base/status_macros.h"

namespace admf {
namespace {

/// A text over the limit of 1 MiB should get the coordinator's own answer, not
/// gRPC's; beyond this size a message isn't even read.
constexpr int kMaxMessageBytes = 8 << 20;

/// gRPC's reflection library registers itself for all servers of the process
/// when it is loaded, and nothing takes that back. So it isn't linked: it is
/// loaded where it is wanted.
absl::Status LoadReflection() {
  // "1.51.1" is the version, "1.51" the name of its interface.
  const std::string version = grpc::Version();
  const std::string name = absl::StrCat("libgrpc++_reflection.so.",
                                        version.substr(0, version.rfind('.')));
  if (dlopen(name.c_str(), RTLD_NOW) != nullptr) return absl::OkStatus();
  return absl::UnavailableError(
      absl::StrCat("can't load ", name, ": ", dlerror(),
                   "; install it, or set `reflection: false`"));
}

absl::StatusOr<std::string> ReadPem(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  if (!file) {
    return absl::InvalidArgumentError(
        absl::StrCat("can't read ", path, ", which `tls` names"));
  }
  return content.str();
}

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeCredentials(
    const v1::ServerConfig& config) {
  if (!config.has_tls()) return grpc::InsecureServerCredentials();
  grpc::SslServerCredentialsOptions options(
      config.tls().client_ca_file().empty()
          ? GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE
          : GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  grpc::SslServerCredentialsOptions::PemKeyCertPair pair;
  ASSIGN_OR_RETURN(pair.private_key, ReadPem(config.tls().private_key_file()));
  ASSIGN_OR_RETURN(pair.cert_chain, ReadPem(config.tls().certificate_file()));
  options.pem_key_cert_pairs.push_back(std::move(pair));
  if (!config.tls().client_ca_file().empty()) {
    ASSIGN_OR_RETURN(options.pem_root_certs,
                     ReadPem(config.tls().client_ca_file()));
  }
  return grpc::SslServerCredentials(options);
}

}  // namespace

absl::StatusOr<std::unique_ptr<GrpcServer>> GrpcServer::Create(
    const Options& options) {
  ASSIGN_OR_RETURN(const std::shared_ptr<grpc::ServerCredentials> credentials,
                   MakeCredentials(options.config));
  grpc::EnableDefaultHealthCheckService(true);
  // Debian's Abseil is a debug build: it would keep a graph of all the locks
  // that gRPC takes.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  if (options.config.reflection()) RETURN_IF_ERROR(LoadReflection());
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(options.config.listen(), credentials, &port);
  builder.RegisterService(options.service);
  builder.SetMaxReceiveMessageSize(kMaxMessageBytes);
  // Otherwise two daemons could share a port, each getting half of the calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || port <= 0) {
    return absl::UnavailableError(absl::StrCat(
        "can't listen on ", options.config.listen(),
        "; is another program using the port, or is the address not this "
        "machine's? --listen HOST:PORT chooses another one, port 0 a free "
        "one"));
  }
  std::unique_ptr<GrpcServer> result(
      new GrpcServer(std::move(server), port, options.streams));
  result->SetServing(false);
  return result;
}

GrpcServer::GrpcServer(std::unique_ptr<grpc::Server> server, int port,
                       StreamRegistry* streams)
    : server_(std::move(server)), port_(port), streams_(streams) {}

void GrpcServer::SetServing(bool serving) {
  grpc::HealthCheckServiceInterface* health = server_->GetHealthCheckService();
  health->SetServingStatus(serving);
  health->SetServingStatus(v1::CoordinatorService::service_full_name(),
                           serving);
}

void GrpcServer::Shutdown(absl::Duration grace) {
  streams_->EndAll();
  server_->Shutdown(std::chrono::system_clock::now() +
                    absl::ToChronoMilliseconds(grace));
  server_->Wait();
}

}  // namespace admf
