#include "tests/unit/server/config/test_schema.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/text_format.h"

namespace admf {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::DynamicMessageFactory;
using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorProto;
using google::protobuf::Message;

std::string Field(const std::string& name, int number, const std::string& type,
                  const std::string& more = "") {
  return absl::StrCat(
      "field { name: '", name, "' number: ", number,
      type.starts_with('.') ? absl::StrCat(" type_name: '", type, "'")
                            : absl::StrCat(" type: TYPE_", type),
      more.find("REPEATED") == std::string::npos ? " label: LABEL_OPTIONAL "
                                                 : " label: LABEL_",
      more, " }\n");
}

std::string MapEntry(const std::string& name, const std::string& key,
                     const std::string& value) {
  return absl::StrCat("nested_type { name: '", name,
                      "' options { map_entry: true } ", Field("key", 1, key),
                      Field("value", 2, value), "}\n");
}

std::string Schema() {
  const std::string self = ".test.Everything";
  return absl::StrCat(
      "name: 'test.proto' package: 'test' syntax: 'proto3' "
      "dependency: 'google/protobuf/duration.proto' "
      "dependency: 'google/protobuf/struct.proto' "
      "message_type { name: 'Nothing' } "
      "message_type { name: 'Everything' ",
      Field("int32", 1, "INT32"), Field("int64", 2, "INT64"),
      Field("uint32", 3, "UINT32"), Field("uint64", 4, "UINT64"),
      Field("float", 5, "FLOAT"), Field("double", 6, "DOUBLE"),
      Field("bool", 7, "BOOL"), Field("string", 8, "STRING"),
      Field("color", 9, self + ".Color"), Field("child", 10, self),
      Field("numbers", 11, "INT32", "REPEATED"),
      Field("texts", 12, "STRING", "REPEATED"),
      Field("colors", 13, self + ".Color", "REPEATED"),
      Field("children", 14, self, "REPEATED"),
      Field("names", 15, self + ".NamesEntry", "REPEATED"),
      Field("parts", 16, self + ".PartsEntry", "REPEATED"),
      Field("left", 17, "STRING", "oneof_index: 0"),
      Field("right", 18, self, "oneof_index: 0"),
      Field("duration", 19, ".google.protobuf.Duration"),
      Field("value", 20, ".google.protobuf.Value"),
      Field("fields", 21, ".google.protobuf.Struct"),
      Field("maybe", 22, "INT32", "oneof_index: 1 proto3_optional: true"),
      Field("values", 23, ".google.protobuf.Value", "REPEATED"),
      Field("durations", 24, ".google.protobuf.Duration", "REPEATED"),
      Field("bools", 25, "BOOL", "REPEATED"),
      Field("doubles", 26, "DOUBLE", "REPEATED"),
      Field("floats", 27, "FLOAT", "REPEATED"),
      Field("longs", 28, "INT64", "REPEATED"),
      Field("uints", 29, "UINT32", "REPEATED"),
      Field("ulongs", 30, "UINT64", "REPEATED"),
      MapEntry("NamesEntry", "INT32", "STRING"),
      MapEntry("PartsEntry", "STRING", self),
      "oneof_decl { name: 'choice' } oneof_decl { name: '_maybe' } "
      "enum_type { name: 'Color' value { name: 'COLOR_UNSPECIFIED' number: 0 } "
      "value { name: 'COLOR_RED' number: 1 } "
      "value { name: 'COLOR_DARK_BLUE' number: 2 } } }");
}

/// Descriptors live as long as the program, as those of generated code do.
const FileDescriptor& SchemaFile() {
  static const FileDescriptor* const file = [] {
    // Links the well-known types in.
    google::protobuf::Duration::descriptor();
    google::protobuf::Value::descriptor();
    FileDescriptorProto proto;
    CHECK(google::protobuf::TextFormat::ParseFromString(Schema(), &proto));
    static DescriptorPool pool(DescriptorPool::generated_pool());
    const FileDescriptor* const built = pool.BuildFile(proto);
    CHECK(built != nullptr);
    return built;
  }();
  return *file;
}

std::unique_ptr<Message> Make(const std::string& name) {
  static DynamicMessageFactory factory;
  return std::unique_ptr<Message>(
      factory.GetPrototype(SchemaFile().FindMessageTypeByName(name))->New());
}

}  // namespace

std::unique_ptr<Message> MakeEverything() { return Make("Everything"); }
std::unique_ptr<Message> MakeNothing() { return Make("Nothing"); }

}  // namespace admf
