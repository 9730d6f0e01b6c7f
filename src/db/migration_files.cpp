#include <fmt/format.h>
#include <sha256.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "db/migrate.hpp"
#include "embedded.hpp"
#include "error.hpp"

namespace iscm::db {
namespace {

constexpr std::string_view kFolder = "migrations/";
constexpr std::size_t kDigits = 4;

/// "0003_create_mechanisms.sql" is version 3, "create_mechanisms".
Migration named(const std::string& folder, const std::string& file) {
  Migration migration;
  migration.file = folder + file;
  const auto digits = std::min(file.size(), kDigits);
  const bool numbered = std::all_of(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(digits),
                                    [](unsigned char c) { return std::isdigit(c) != 0; });
  constexpr std::string_view kEnding = ".sql";
  if (!numbered || file.size() <= kDigits + 1 + kEnding.size() || file[kDigits] != '_' ||
      file.substr(file.size() - kEnding.size()) != kEnding) {
    throw Error(Exit::refused, fmt::format("{}: not the name of a migration", migration.file),
                "name it like 0006_add_notes.sql");
  }
  migration.version = std::stoll(file.substr(0, kDigits));
  migration.name = file.substr(kDigits + 1, file.size() - kDigits - 1 - kEnding.size());
  return migration;
}

void refuse_gaps(std::vector<Migration>& migrations) {
  std::sort(migrations.begin(), migrations.end(),
            [](const Migration& a, const Migration& b) { return a.version < b.version; });
  std::int64_t expected = 1;
  for (const Migration& migration : migrations) {
    if (migration.version != expected) {
      throw Error(Exit::refused, fmt::format("{}: expected number {:04}", migration.file, expected),
                  "migrations are numbered 0001, 0002, ... without a gap");
    }
    ++expected;
  }
}

std::string normalized(std::string text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    result += text[i];
  }
  return result;
}

std::string sha256_of(const std::string& text) {
  std::array<char, SHA256_DIGEST_STRING_LENGTH> digest{};
  SHA256Data(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), digest.data());
  return digest.data();
}

}  // namespace

std::vector<Migration> bundled_migrations() {
  std::vector<Migration> migrations;
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.path.substr(0, kFolder.size()) != kFolder) continue;
    Migration migration = named(std::string(kFolder), std::string(file.path.substr(kFolder.size())));
    migration.sha256 = file.sha256;
    migration.text = file.text;
    migrations.push_back(std::move(migration));
  }
  refuse_gaps(migrations);
  return migrations;
}

std::vector<Migration> read_migrations(const std::string& folder) {
  std::error_code failure;
  std::vector<Migration> migrations;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failure)) {
    if (entry.path().extension() != ".sql") continue;
    Migration migration = named(folder + "/", entry.path().filename().string());
    std::ifstream stream(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream) throw Error(Exit::refused, fmt::format("{}: cannot be read", migration.file));
    migration.text = normalized(text.str());
    migration.sha256 = sha256_of(migration.text);
    migrations.push_back(std::move(migration));
  }
  if (failure) throw Error(Exit::refused, fmt::format("{}: {}", folder, failure.message()), "give a folder");
  refuse_gaps(migrations);
  return migrations;
}

}  // namespace iscm::db
