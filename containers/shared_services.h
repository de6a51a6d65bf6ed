#pragma once

#include <map>
#include <memory>
#include <typeindex>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"

namespace admf {

/// What all workflows share, by type: the coordinator puts in its interfaces to
/// market data and indicators, components take them out. A service must not let
/// one workflow change what another one sees.
///
///   auto services = std::make_shared<SharedServices>();
///   services->Add<IndicatorSource>(indicators);
///   ...
///   ASSIGN_OR_RETURN(std::shared_ptr<IndicatorSource> indicators,
///                    services->Get<IndicatorSource>());
///
/// Filled by one thread, then shared as const; thread-safe from there on, and
/// as thread-safe as the services themselves.
class SharedServices {
 public:
  /// Adds a service under exactly the type `Service`, instead of one that was
  /// there. `const Service` is a type of its own.
  template <typename Service>
  void Add(std::shared_ptr<Service> service) {
    services_[KeyOf<Service>()] = Entry<Service>(std::move(service));
  }

  /// The service of that type. NOT_FOUND if none was added.
  template <typename Service>
  absl::StatusOr<std::shared_ptr<Service>> Get() const {
    const auto found = services_.find(KeyOf<Service>());
    if (found == services_.end()) {
      return absl::NotFoundError(absl::StrCat(
          "there is no shared service of type ", typeid(Service).name()));
    }
    return *static_cast<const std::shared_ptr<Service>*>(found->second.get());
  }

 private:
  // typeid ignores const, the type of a pointer does not.
  template <typename Service>
  static std::type_index KeyOf() {
    return typeid(Service*);
  }

  template <typename Service>
  static std::shared_ptr<const void> Entry(std::shared_ptr<Service> service) {
    return std::make_shared<const std::shared_ptr<Service>>(std::move(service));
  }

  std::map<std::type_index, std::shared_ptr<const void>> services_;
};

}  // namespace admf
