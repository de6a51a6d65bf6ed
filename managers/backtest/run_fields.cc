#include "managers/backtest/run_fields.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace admf {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

namespace {

/// The sections that have such numbers. What the strategy has are parameters,
/// and the metrics don't change the run.
constexpr std::string_view kSections[] = {"execution", "portfolio", "risk"};

bool IsWhole(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_INT64 ||
         field.cpp_type() == FieldDescriptor::CPPTYPE_INT32;
}

bool IsNumber(const FieldDescriptor& field) {
  return !field.is_repeated() &&
         (IsWhole(field) ||
          field.cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE);
}

bool IsSection(const FieldDescriptor& field) {
  return !field.is_repeated() &&
         field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
}

/// The fields from `backtest_config` down to the number; none if `path` isn't
/// that of one.
std::vector<const FieldDescriptor*> Walk(std::string_view path) {
  const std::vector<std::string> names =
      absl::StrSplit(absl::string_view(path.data(), path.size()), '.');
  if (std::find(std::begin(kSections), std::end(kSections), names.front()) ==
      std::end(kSections)) {
    return {};
  }
  std::vector<const FieldDescriptor*> fields;
  const Descriptor* type = v1::BacktestConfig::descriptor();
  for (const std::string& name : names) {
    const FieldDescriptor* const field =
        type == nullptr ? nullptr : type->FindFieldByName(name);
    if (field == nullptr) return {};
    fields.push_back(field);
    type = IsSection(*field) ? field->message_type() : nullptr;
  }
  return IsNumber(*fields.back()) ? fields
                                  : std::vector<const FieldDescriptor*>();
}

void Collect(const std::string& prefix, const Descriptor& type,
             std::vector<std::string>* paths) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const std::string path = absl::StrCat(prefix, field.name());
    if (IsNumber(field)) {
      paths->push_back(path);
    } else if (IsSection(field)) {
      Collect(absl::StrCat(path, "."), *field.message_type(), paths);
    }
  }
}

}  // namespace

bool IsRunField(std::string_view path) { return !Walk(path).empty(); }

bool IsWholeRunField(std::string_view path) {
  const auto fields = Walk(path);
  return !fields.empty() && IsWhole(*fields.back());
}

const std::vector<std::string>& RunFields() {
  static const auto& fields = *new std::vector<std::string>([] {
    std::vector<std::string> paths;
    for (const std::string_view section : kSections) {
      const FieldDescriptor& field =
          *v1::BacktestConfig::descriptor()->FindFieldByName(
              std::string(section));
      Collect(absl::StrCat(field.name(), "."), *field.message_type(), &paths);
    }
    std::sort(paths.begin(), paths.end());
    return paths;
  }());
  return fields;
}

std::optional<double> GetRunField(std::string_view path,
                                  const v1::BacktestConfig& config) {
  const auto fields = Walk(path);
  if (fields.empty()) return std::nullopt;
  const Message* message = &config;
  for (size_t i = 0; i + 1 < fields.size(); ++i) {
    const auto& reflection = *message->GetReflection();
    if (!reflection.HasField(*message, fields[i])) return std::nullopt;
    message = &reflection.GetMessage(*message, fields[i]);
  }
  const FieldDescriptor& field = *fields.back();
  const auto& reflection = *message->GetReflection();
  if (field.has_presence() && !reflection.HasField(*message, &field)) {
    return std::nullopt;
  }
  if (!IsWhole(field)) return reflection.GetDouble(*message, &field);
  return static_cast<double>(field.cpp_type() == FieldDescriptor::CPPTYPE_INT32
                                 ? reflection.GetInt32(*message, &field)
                                 : reflection.GetInt64(*message, &field));
}

absl::Status SetRunField(std::string_view path, double value,
                         v1::BacktestConfig* config) {
  const auto fields = Walk(path);
  if (fields.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "there is no number ", absl::string_view(path.data(), path.size()),
        " in backtest_config"));
  }
  Message* message = config;
  for (size_t i = 0; i + 1 < fields.size(); ++i) {
    message = message->GetReflection()->MutableMessage(message, fields[i]);
  }
  const FieldDescriptor& field = *fields.back();
  const auto& reflection = *message->GetReflection();
  if (!IsWhole(field)) {
    reflection.SetDouble(message, &field, value);
    return absl::OkStatus();
  }
  const double most = field.cpp_type() == FieldDescriptor::CPPTYPE_INT32
                          ? std::numeric_limits<int32_t>::max()
                          : 0x1p53;
  if (value != std::floor(value) || std::abs(value) > most) {
    return absl::InvalidArgumentError(
        absl::StrCat(value, " is not a whole number that ",
                     absl::string_view(path.data(), path.size()), " can be"));
  }
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_INT32) {
    reflection.SetInt32(message, &field, static_cast<int32_t>(value));
  } else {
    reflection.SetInt64(message, &field, static_cast<int64_t>(value));
  }
  return absl::OkStatus();
}

}  // namespace admf
