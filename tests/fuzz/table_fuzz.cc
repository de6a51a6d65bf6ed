// Any bytes as tables: what decodes encodes to the same bytes.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/base/check.h"
#include "engine/data/table.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto table = admf::DecodeTable(bytes);
  if (table.ok()) CHECK(admf::EncodeTable(*table) == bytes);
  return 0;
}
