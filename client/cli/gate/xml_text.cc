#include "client/cli/gate/xml_text.h"

#include <string>
#include <string_view>

namespace admf {
namespace {

// U+FFFE and U+FFFF are no characters (XML 1.0, production 2).
bool IsNoCharacter(std::string_view text) {
  return text.size() >= 3 && text[0] == '\xef' && text[1] == '\xbf' &&
         (text[2] == '\xbe' || text[2] == '\xbf');
}

}  // namespace

std::string XmlText(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '&') {
      result += "&amp;";
    } else if (c == '<') {
      result += "&lt;";
    } else if (c == '>') {
      result += "&gt;";
    } else if (c == '"') {
      result += "&quot;";
    } else if (c == '\n') {
      result += "&#10;";
    } else if (c == '\t') {
      result += "&#9;";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      result += '?';
    } else if (IsNoCharacter(text.substr(i))) {
      result += '?';
      i += 2;
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace admf
