#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "admf/v1/workflow_config.pb.h"
#include "engine/search/parameter_space.h"
#include "google/protobuf/struct.pb.h"
#include "managers/workflow_manager.h"

namespace admf {

/// Puts every value that a search varies into the run and appends what the
/// run's own checks say of it, at the place of the value: all values of lists
/// and of short ranges, the ends and a value between them of others.
///
/// The other parameters are as configured; what is wrong then may still be
/// right beside other values of them, so some points of the space with the
/// value are tried as well, and one that is well is enough. What parameters of
/// a strategy have to be to each other (fast_period < slow_period) isn't looked
/// at: a search leaves such points out.
///
/// `run` is a resolved one; what is wrong with it anyway is not said again.
/// `given` are the values of `parameter_space`, which stands at `field`; those
/// of `failed` are wrong already.
void CheckVariedValues(
    const admf::v1::BacktestConfig& run, const ParameterSpace& space,
    const std::map<std::string, google::protobuf::Value>& given,
    const std::set<std::string>& failed, const std::string& field,
    std::vector<ConfigProblem>* problems);

}  // namespace admf
