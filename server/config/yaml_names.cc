#include "server/config/yaml_names.h"

#include <cstddef>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/catalog/nearest_name.h"

namespace admf {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;

constexpr char kUnspecified[] = "UNSPECIFIED";

/// The message whose fields are keys below this field, or null. Durations and
/// values of any type have none.
const Descriptor* Below(const FieldDescriptor& field) {
  const FieldDescriptor* value = &field;
  if (field.is_map()) value = field.message_type()->map_value();
  const Descriptor* const type = value->message_type();
  if (type == nullptr || type->file()->package() == "google.protobuf") {
    return nullptr;
  }
  return type;
}

/// The paths under which a key of that name occurs below `root`, the shortest
/// one first. Each message is looked at once, so recursive types end.
std::vector<std::string> FindKey(std::string_view key, const Descriptor& root) {
  std::vector<std::string> found;
  std::set<const Descriptor*> seen = {&root};
  std::vector<std::pair<const Descriptor*, std::string>> level = {{&root, ""}};
  while (!level.empty()) {
    std::vector<std::pair<const Descriptor*, std::string>> next;
    for (const auto& [type, path] : level) {
      for (int i = 0; i < type->field_count(); ++i) {
        const FieldDescriptor& field = *type->field(i);
        if (field.name() == key) found.push_back(path);
        const Descriptor* const below = Below(field);
        if (below == nullptr || !seen.insert(below).second) continue;
        next.emplace_back(
            below, absl::StrCat(path, path.empty() ? "" : ".", field.name(),
                                field.is_map() ? ".<name>" : ""));
      }
    }
    level = std::move(next);
  }
  return found;
}

}  // namespace

std::string YamlEnumName(const EnumValueDescriptor& value) {
  const std::string& zero = value.type()->value(0)->name();
  std::string_view name = value.name();
  if (zero.ends_with(kUnspecified)) {
    if (value.index() == 0) return "";
    const size_t prefix = zero.size() - (sizeof(kUnspecified) - 1);
    if (name.starts_with(std::string_view(zero).substr(0, prefix))) {
      name.remove_prefix(prefix);
    }
  }
  return absl::AsciiStrToLower(absl::string_view(name.data(), name.size()));
}

std::vector<std::string> YamlEnumNames(const EnumDescriptor& type) {
  std::vector<std::string> names;
  for (int i = 0; i < type.value_count(); ++i) {
    std::string name = YamlEnumName(*type.value(i));
    if (!name.empty()) names.push_back(std::move(name));
  }
  return names;
}

const EnumValueDescriptor* FindYamlEnum(const EnumDescriptor& type,
                                        std::string_view name) {
  if (name.empty()) return nullptr;
  for (int i = 0; i < type.value_count(); ++i) {
    if (YamlEnumName(*type.value(i)) == name) return type.value(i);
  }
  return nullptr;
}

std::vector<std::string> YamlKeys(const Descriptor& type) {
  std::vector<std::string> keys;
  keys.reserve(type.field_count());
  for (int i = 0; i < type.field_count(); ++i) {
    keys.push_back(type.field(i)->name());
  }
  return keys;
}

std::string UnknownKeyHint(std::string_view key, const Descriptor& type,
                           const Descriptor& root) {
  const std::vector<std::string> below = FindKey(key, type);
  if (!below.empty()) {
    return absl::StrCat("it belongs under `", below.front(), "`");
  }
  const std::vector<std::string> keys = YamlKeys(type);
  const std::string nearest = NearestName(key, keys);
  if (!nearest.empty()) return absl::StrCat("did you mean `", nearest, "`?");
  const std::vector<std::string> elsewhere = FindKey(key, root);
  if (elsewhere.size() == 1) {
    return elsewhere.front().empty()
               ? "it belongs to the top level of the document"
               : absl::StrCat("it belongs under `", elsewhere.front(), "`");
  }
  if (keys.empty()) return "no key is accepted here";
  return absl::StrCat("the keys here are `", absl::StrJoin(keys, "`, `"), "`");
}

}  // namespace admf
