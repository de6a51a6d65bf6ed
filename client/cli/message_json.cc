#include "client/cli/message_json.h"

#include <memory>
#include <string>

#include "google/protobuf/any.pb.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/type_resolver_util.h"
#include "nlohmann/json.hpp"

namespace admf {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr char kTypePrefix[] = "type.googleapis.com";

bool IsKnown(const google::protobuf::Any& any) {
  std::string name;
  return google::protobuf::Any::ParseAnyTypeUrl(any.type_url(), &name) &&
         DescriptorPool::generated_pool()->FindMessageTypeByName(name) !=
             nullptr;
}

// Whether a message may stand in JSON: false for an Any of an unknown type.
// Removes those from all repeated fields below it.
bool RemoveUnknownDetails(Message* message) {
  if (const auto* any = dynamic_cast<google::protobuf::Any*>(message)) {
    return IsKnown(*any);
  }
  const Reflection& reflection = *message->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE ||
        field->is_map()) {
      continue;
    }
    if (!field->is_repeated()) {
      RemoveUnknownDetails(reflection.MutableMessage(message, field));
      continue;
    }
    for (int i = reflection.FieldSize(*message, field) - 1; i >= 0; --i) {
      if (RemoveUnknownDetails(
              reflection.MutableRepeatedMessage(message, field, i))) {
        continue;
      }
      const int last = reflection.FieldSize(*message, field) - 1;
      for (int j = i; j < last; ++j) {
        reflection.SwapElements(message, field, j, j + 1);
      }
      reflection.RemoveLast(message, field);
    }
  }
  return true;
}

// The bytes of maps come in no certain order unless it is asked for.
std::string SerializeInOrder(const Message& message) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
  }
  return bytes;
}

}  // namespace

nlohmann::ordered_json MessageToJson(const Message& message) {
  const std::unique_ptr<Message> printable(message.New());
  printable->CopyFrom(message);
  RemoveUnknownDetails(printable.get());

  const std::unique_ptr<google::protobuf::util::TypeResolver> resolver(
      google::protobuf::util::NewTypeResolverForDescriptorPool(
          kTypePrefix, DescriptorPool::generated_pool()));
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string text;
  const auto status = google::protobuf::util::BinaryToJsonString(
      resolver.get(),
      std::string(kTypePrefix) + "/" + message.GetDescriptor()->full_name(),
      SerializeInOrder(*printable), &text, options);
  // Without exceptions: text that is no JSON becomes the value `discarded`.
  return nlohmann::ordered_json::parse(status.ok() ? text : "null", nullptr,
                                       /*allow_exceptions=*/false);
}

std::string JsonText(const nlohmann::ordered_json& json) {
  return json.dump(2, ' ', /*ensure_ascii=*/false,
                   nlohmann::ordered_json::error_handler_t::replace) +
         "\n";
}

std::string JsonLine(const nlohmann::ordered_json& json) {
  return json.dump(-1, ' ', /*ensure_ascii=*/false,
                   nlohmann::ordered_json::error_handler_t::replace) +
         "\n";
}

}  // namespace admf
