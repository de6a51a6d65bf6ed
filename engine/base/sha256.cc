#include "engine/base/sha256.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "engine/base/canonical_bytes.h"
#include "engine/base/check.h"

namespace admf {

struct Sha256::State {
  // OpenSSL fails here only for want of memory: a broken invariant to us.
  State() : context(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    CHECK(context != nullptr);
    CHECK(EVP_DigestInit_ex(context.get(), Algorithm(), nullptr) == 1);
  }

  /// Looked up once; EVP_sha256() is looked up by each use.
  static const EVP_MD* Algorithm() {
    static const EVP_MD* const algorithm =
        EVP_MD_fetch(nullptr, "SHA2-256", nullptr);
    CHECK(algorithm != nullptr);
    return algorithm;
  }

  void Add(const void* data, size_t size) {
    CHECK(EVP_DigestUpdate(context.get(), data, size) == 1);
  }

  template <typename Number>
  void AddNumbers(std::span<const Number> values) {
    // A block at a time: one call of OpenSSL per number would cost more than
    // the hashing.
    constexpr size_t kBlockRows = 512;
    std::array<std::byte, kBlockRows * kCanonicalNumberBytes> buffer;
    while (!values.empty()) {
      const size_t rows = std::min(values.size(), kBlockRows);
      std::byte* target = buffer.data();
      for (const Number value : values.first(rows)) {
        StoreLittleEndian(CanonicalBits(value),
                          std::span<std::byte, kCanonicalNumberBytes>(
                              target, kCanonicalNumberBytes));
        target += kCanonicalNumberBytes;
      }
      Add(buffer.data(), rows * kCanonicalNumberBytes);
      values = values.subspan(rows);
    }
  }

  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
Sha256::~Sha256() = default;

void Sha256::AddBytes(std::span<const std::byte> bytes) {
  state_->Add(bytes.data(), bytes.size());
}

void Sha256::AddText(std::string_view text) {
  AddInt(static_cast<int64_t>(text.size()));
  state_->Add(text.data(), text.size());
}

void Sha256::AddInt(int64_t value) {
  state_->AddNumbers(std::span<const int64_t>(&value, 1));
}

void Sha256::AddDouble(double value) {
  state_->AddNumbers(std::span<const double>(&value, 1));
}

void Sha256::AddColumn(std::span<const int64_t> values) {
  AddInt(static_cast<int64_t>(values.size()));
  state_->AddNumbers(values);
}

void Sha256::AddColumn(std::span<const double> values) {
  AddInt(static_cast<int64_t>(values.size()));
  state_->AddNumbers(values);
}

std::string Sha256::Finish() {
  std::array<unsigned char, 32> digest;
  unsigned int size = 0;
  CHECK(EVP_DigestFinal_ex(state_->context.get(), digest.data(), &size) == 1);
  CHECK(size == digest.size());
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(2 * digest.size());
  for (const unsigned char byte : digest) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

std::string Sha256Of(std::span<const std::byte> bytes) {
  Sha256 sha256;
  sha256.AddBytes(bytes);
  return sha256.Finish();
}

}  // namespace admf
