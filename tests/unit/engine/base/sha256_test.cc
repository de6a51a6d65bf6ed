#include "engine/base/sha256.h"

#include <limits>
#include <vector>

#include "gtest/gtest.h"

namespace admf {
namespace {

std::span<const std::byte> Bytes(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

// Examples of FIPS 180-4 and of NIST's test vectors.
TEST(Sha256Test, KnownAnswers) {
  EXPECT_EQ(Sha256Of(Bytes("")),
            "e3b0c44298fc1c149afbf4c8996fb924"
            "27ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Sha256Of(Bytes("abc")),
            "ba7816bf8f01cfea414140de5dae2223"
            "b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256Of(Bytes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomno"
                           "pnopq")),
            "248d6a61d20638b8e5c026930c3e6039"
            "a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(Sha256Of(Bytes(std::string(1'000'000, 'a'))),
            "cdc76e5c9914fb9281a1c7e284d73e67"
            "f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256Test, PiecesAreOneMessage) {
  Sha256 sha256;
  sha256.AddBytes(Bytes("a"));
  sha256.AddBytes(Bytes(""));
  sha256.AddBytes(Bytes("bc"));
  EXPECT_EQ(sha256.Finish(), Sha256Of(Bytes("abc")));
}

TEST(Sha256Test, NumbersAreLittleEndian) {
  Sha256 sha256;
  sha256.AddInt(0x0807060504030201);
  sha256.AddDouble(1.0);
  EXPECT_EQ(sha256.Finish(), Sha256Of(Bytes({"\x01\x02\x03\x04\x05\x06\x07\x08"
                                             "\0\0\0\0\0\0\xf0\x3f",
                                             16})));
}

TEST(Sha256Test, TextHasItsLengthFirst) {
  Sha256 sha256;
  sha256.AddText("abc");
  EXPECT_EQ(sha256.Finish(), Sha256Of(Bytes({"\3\0\0\0\0\0\0\0abc", 11})));
}

TEST(Sha256Test, ColumnIsItsLengthAndItsValues) {
  // More than two blocks of rows, and not a whole number of them.
  std::vector<double> doubles;
  std::vector<int64_t> ints;
  for (int i = 0; i < 1'300; ++i) {
    doubles.push_back(i / 7.0);
    ints.push_back(i * 1'000'000'007LL);
  }
  Sha256 columns;
  columns.AddColumn(doubles);
  columns.AddColumn(ints);

  Sha256 values;
  values.AddInt(1'300);
  for (const double value : doubles) values.AddDouble(value);
  values.AddInt(1'300);
  for (const int64_t value : ints) values.AddInt(value);
  EXPECT_EQ(columns.Finish(), values.Finish());
}

TEST(Sha256Test, EqualDoublesHaveEqualDigests) {
  const auto digest = [](double value) {
    Sha256 sha256;
    sha256.AddDouble(value);
    return sha256.Finish();
  };
  EXPECT_EQ(digest(-0.0), digest(0.0));
  EXPECT_NE(digest(1.0), digest(1.0 + std::numeric_limits<double>::epsilon()));
}

TEST(Sha256Test, MovesItsState) {
  Sha256 first;
  first.AddBytes(Bytes("ab"));
  Sha256 second = std::move(first);
  second.AddBytes(Bytes("c"));
  first = Sha256();
  EXPECT_EQ(second.Finish(), Sha256Of(Bytes("abc")));
  EXPECT_EQ(first.Finish(), Sha256Of({}));
}

}  // namespace
}  // namespace admf
