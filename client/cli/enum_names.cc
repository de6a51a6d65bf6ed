#include "client/cli/enum_names.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/closest_word.h"

namespace admf {
namespace {

constexpr std::string_view kUnspecified = "UNSPECIFIED";

// buf's naming: the value 0 is the name of the enum and UNSPECIFIED.
size_t PrefixSize(const google::protobuf::EnumDescriptor& type) {
  return type.value(0)->name().size() - kUnspecified.size();
}

std::string ShortNameOf(const google::protobuf::EnumValueDescriptor& value) {
  return absl::AsciiStrToLower(value.name().substr(PrefixSize(*value.type())));
}

}  // namespace

std::string ShortEnumName(const google::protobuf::EnumDescriptor& type,
                          int value) {
  const auto* descriptor = type.FindValueByNumber(value);
  return descriptor == nullptr ? absl::StrCat(value) : ShortNameOf(*descriptor);
}

std::vector<std::string> ShortEnumNames(
    const google::protobuf::EnumDescriptor& type) {
  std::vector<std::string> names;
  for (int i = 1; i < type.value_count(); ++i) {
    names.push_back(ShortNameOf(*type.value(i)));
  }
  return names;
}

absl::StatusOr<int> ParseShortEnumName(
    const google::protobuf::EnumDescriptor& type, std::string_view name) {
  const std::string wanted =
      absl::AsciiStrToLower(absl::string_view(name.data(), name.size()));
  for (int i = 1; i < type.value_count(); ++i) {
    if (ShortNameOf(*type.value(i)) == wanted) return type.value(i)->number();
  }
  const std::vector<std::string> names = ShortEnumNames(type);
  return absl::InvalidArgumentError(
      absl::StrCat("there is no '", wanted, "'", DidYouMean(wanted, names),
                   "; choose from ", absl::StrJoin(names, ", ")));
}

}  // namespace admf
