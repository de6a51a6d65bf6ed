#pragma once

#include <string>

namespace admf {

/// Makes a state folder of admfd in whose journal so many backtests wait.
void FillQueue(const std::string& state_folder, int workflows);

/// Starts admfd, waits until it serves, and kills it.
double MillisecondsToServing(const std::string& admfd,
                             const std::string& data_folder,
                             const std::string& state_folder);

}  // namespace admf
