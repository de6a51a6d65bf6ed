#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/strategies/strategy.h"
#include "google/protobuf/map.h"
#include "google/protobuf/struct.pb.h"
#include "managers/workflow_manager.h"

namespace admf {

/// Parameters by name, as configurations have them.
using ParameterFields =
    google::protobuf::Map<std::string, google::protobuf::Value>;

/// The parameters that a configuration gives one strategy, from more than one
/// place, and where each stands, so that what is wrong is said there.
class GivenParameters {
 public:
  explicit GivenParameters(std::vector<ConfigProblem>* problems)
      : problems_(problems) {}

  /// Takes a value, in place of one that was taken before. What is neither a
  /// number nor true, false or a text is a problem.
  void Take(const std::string& name, const google::protobuf::Value& value,
            std::string place);

  /// Takes all of them, each at `place`.name.
  void TakeAll(const ParameterFields& values, const std::string& place);

  /// Checks them, and writes them with the defaults of all others to `fields`.
  /// `place` is that of parameters that aren't given.
  void Resolve(const StrategyDefinition& definition, const std::string& place,
               ParameterFields* fields) const;

 private:
  std::vector<ConfigProblem>* const problems_;
  std::map<std::string, ParameterValue> values_;
  std::map<std::string, std::string> places_;
};

/// Fields that were resolved, as the engine takes them.
ParameterSet ToParameterSet(const StrategyDefinition& definition,
                            const ParameterFields& fields);

}  // namespace admf
