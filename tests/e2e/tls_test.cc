// Encrypted connections, with certificates that the test makes itself.

#include <grpcpp/security/credentials.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

#include "containers/platform/real_clock.h"
#include "coordinator/log.h"
#include "server/daemon.h"
#include "tests/e2e/daemon_fixture.h"

namespace admf {
namespace {

struct Certificate {
  std::string certificate;
  std::string key;
};

std::string Content(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);  // NOLINT(runtime/int)
  std::string text(data, static_cast<size_t>(size));
  BIO_free(bio);
  return text;
}

/// A self-signed certificate for localhost, good for an hour.
Certificate MakeCertificate() {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* x509 = X509_new();
  ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
  X509_gmtime_adj(X509_getm_notBefore(x509), -60);
  X509_gmtime_adj(X509_getm_notAfter(x509), 3'600);
  X509_set_version(x509, 2);
  X509_set_pubkey(x509, key);
  X509_NAME* name = X509_get_subject_name(x509);
  X509_NAME_add_entry_by_txt(
      name, "CN", MBSTRING_ASC,
      reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
  X509_set_issuer_name(x509, name);
  for (const auto& [nid, value] :
       {std::pair(NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1"),
        std::pair(NID_basic_constraints, "critical,CA:TRUE")}) {
    X509_EXTENSION* extension =
        X509V3_EXT_conf_nid(nullptr, nullptr, nid, value);
    X509_add_ext(x509, extension, -1);
    X509_EXTENSION_free(extension);
  }
  X509_sign(x509, key, EVP_sha256());
  BIO* certificate_bio = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(certificate_bio, x509);
  BIO* key_bio = BIO_new(BIO_s_mem());
  PEM_write_bio_PrivateKey(key_bio, key, nullptr, nullptr, 0, nullptr, nullptr);
  X509_free(x509);
  EVP_PKEY_free(key);
  return {Content(certificate_bio), Content(key_bio)};
}

class TlsTest : public DaemonTest {
 protected:
  void StartWithTls(bool client_certificates) {
    EXPECT_TRUE(
        files_.WriteFileDurably(folder_ / "cert.pem", certificate_.certificate)
            .ok());
    EXPECT_TRUE(
        files_.WriteFileDurably(folder_ / "key.pem", certificate_.key).ok());
    v1::ServerConfig config = Config();
    config.mutable_tls()->set_certificate_file(folder_ / "cert.pem");
    config.mutable_tls()->set_private_key_file(folder_ / "key.pem");
    if (client_certificates) {
      config.mutable_tls()->set_client_ca_file(folder_ / "cert.pem");
    }
    Start(config);
  }

  grpc::Status Ask(
      const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
    const auto stub = v1::CoordinatorService::NewStub(
        grpc::CreateChannel(address(), credentials));
    grpc::ClientContext context;
    v1::GetServerInfoResponse info;
    return stub->GetServerInfo(&context, {}, &info);
  }

  const Certificate certificate_ = MakeCertificate();
};

TEST_F(TlsTest, TrustedClientsConnectAndPlainOnesDont) {
  StartWithTls(false);
  const grpc::Status trusted =
      Ask(grpc::SslCredentials({.pem_root_certs = certificate_.certificate}));
  EXPECT_TRUE(trusted.ok()) << trusted.error_message();
  EXPECT_EQ(Ask(grpc::InsecureChannelCredentials()).error_code(),
            grpc::UNAVAILABLE);
  EXPECT_EQ(Ask(grpc::SslCredentials(
                    {.pem_root_certs = MakeCertificate().certificate}))
                .error_code(),
            grpc::UNAVAILABLE);
}

TEST_F(TlsTest, ClientCertificatesCanBeDemanded) {
  StartWithTls(true);
  EXPECT_EQ(
      Ask(grpc::SslCredentials({.pem_root_certs = certificate_.certificate}))
          .error_code(),
      grpc::UNAVAILABLE);
  const grpc::Status known =
      Ask(grpc::SslCredentials({.pem_root_certs = certificate_.certificate,
                                .pem_private_key = certificate_.key,
                                .pem_cert_chain = certificate_.certificate}));
  EXPECT_TRUE(known.ok()) << known.error_message();
}

TEST_F(TlsTest, CertificatesThatCantBeUsedAreRefused) {
  v1::ServerConfig config = Config();
  config.mutable_tls()->set_certificate_file(folder_ / "none.pem");
  config.mutable_tls()->set_private_key_file(folder_ / "none.pem");
  RealClock clock;
  class NoLog : public Log {
    void Write(LogLevel, std::string_view, std::string_view) override {}
  } log;
  const auto daemon =
      Daemon::Create({.config = config, .clock = &clock, .log = &log});
  EXPECT_TRUE(absl::IsInvalidArgument(daemon.status())) << daemon.status();
}

}  // namespace
}  // namespace admf
