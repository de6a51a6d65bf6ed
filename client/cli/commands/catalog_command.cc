#include "client/cli/commands/catalog_command.h"

#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "client/cli/catalog_view.h"
#include "client/cli/closest_word.h"
#include "client/cli/message_json.h"
#include "client/cli/options.h"
#include "nlohmann/json.hpp"

namespace admf {
namespace {

void PrintEntries(Session& session, const v1::GetServerInfoResponse& catalog) {
  const char* separator = "";
  for (const auto& strategy : catalog.strategies()) {
    session.out() << separator
                  << StrategyText(strategy, session.out_style(),
                                  session.out_width());
    separator = "\n";
  }
  for (const auto& indicator : catalog.indicators()) {
    session.out() << separator
                  << IndicatorText(indicator, session.out_style(),
                                   session.out_width());
    separator = "\n";
  }
}

}  // namespace

CLI::App* CatalogCommand::AddTo(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "catalog", "Explain the strategies and indicators of the daemon");
  AddArguments(*command, "NAME", 0, 1, "Only the entry of this name", &names_);
  return command;
}

ExitCode CatalogCommand::Run(Session& session) {
  const auto info = session.client().GetServerInfo();
  if (!info.ok()) return session.Fail(info.status());

  v1::GetServerInfoResponse catalog = *info;
  if (!names_.empty()) {
    catalog = FilterCatalog(*info, names_.front());
    if (catalog.strategies().empty() && catalog.indicators().empty()) {
      return session.FailUsage(
          absl::StrCat("the catalogue has no '", names_.front(), "'",
                       DidYouMean(names_.front(), CatalogNames(*info)),
                       "; `admf catalog` lists what it has"));
    }
  }
  switch (session.options().output) {
    case OutputFormat::kTable:
      if (names_.empty()) {
        session.out() << CatalogText(catalog, session.out_style(),
                                     session.out_width());
      } else {
        PrintEntries(session, catalog);
      }
      break;
    case OutputFormat::kCsv:
      session.out() << CatalogCsv(catalog);
      break;
    default: {
      const nlohmann::ordered_json all = MessageToJson(catalog);
      session.PrintDocument(nlohmann::ordered_json{
          {"strategies", all.value("strategies", nlohmann::ordered_json())},
          {"indicators", all.value("indicators", nlohmann::ordered_json())}});
    }
  }
  return ExitCode::kSuccess;
}

}  // namespace admf
