#include <doctest/doctest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "error.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/open.hpp"

namespace iscm::test {
namespace {

namespace fs = std::filesystem;

/// A folder of its own with a database of one table.
class Place {
public:
  Place() : folder_(fs::temp_directory_path() / ("iscm-journals-" + std::to_string(getpid()))) {
    fs::create_directory(folder_);
    sqlite::Connection made = sqlite::open(database(), sqlite::Intent::create);
    made.run("PRAGMA application_id = " + std::to_string(sqlite::kApplicationId));
    made.run("CREATE TABLE t (value TEXT)");
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() { fs::remove_all(folder_); }

  [[nodiscard]] std::string database() const { return (folder_ / "file.db").string(); }

  [[nodiscard]] std::string write(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return (folder_ / name).string();
  }

private:
  fs::path folder_;
};

std::string number(std::size_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>((value >> shift) & 0xFFU);
  return bytes;
}

/// A journal without pages, at whose end this file is named as its super-journal.
std::string journal_naming(const std::string& victim) {
  const std::string magic = "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7";
  constexpr std::size_t kSector = 512;
  std::string journal = magic + number(0) + number(1) + number(2) + number(kSector) + number(4096);
  journal.resize(kSector, '\0');
  std::size_t sum = 0;
  for (const char c : victim) sum += static_cast<std::size_t>(c);
  return journal + number(0x40000) + victim + number(victim.size()) + number(sum) + magic;
}

/// While it lives, SQLite can remove a journal but not bring the folder of it to the disk.
class NoFolderSync {
public:
  NoFolderSync() {
    files = sqlite3_vfs_find(nullptr);
    ours = *files;
    ours.zName = "no-folder-sync";
    ours.xDelete = [](sqlite3_vfs*, const char* name, int sync) {
      const int code = files->xDelete(files, name, 0);
      return code == SQLITE_OK && sync != 0 ? SQLITE_IOERR_DIR_FSYNC : code;
    };
    sqlite3_vfs_register(&ours, 1);
  }
  NoFolderSync(const NoFolderSync&) = delete;
  NoFolderSync& operator=(const NoFolderSync&) = delete;
  ~NoFolderSync() {
    sqlite3_vfs_unregister(&ours);
    sqlite3_vfs_register(files, 1);
  }

private:
  static inline sqlite3_vfs* files = nullptr;
  static inline sqlite3_vfs ours{};
};

TEST_CASE("a journal that appears when the file is open deletes no file that it names") {
  const Place place;
  const std::string victim = place.write("victim", "precious");
  sqlite::Connection connection = sqlite::open(place.database(), sqlite::Intent::write);
  const std::string journal = place.write("file.db-journal", journal_naming(victim));
  CHECK_THROWS_AS(connection.integer("SELECT count(*) FROM t"), Error);
  CHECK(!fs::exists(journal));  // it was read
  CHECK(fs::exists(victim));
}

TEST_CASE("a commit whose last sync fails is written, and says so") {
  const Place place;
  {
    const NoFolderSync broken;
    sqlite::Connection connection = sqlite::open(place.database(), sqlite::Intent::write);
    sqlite::Transaction transaction(connection, sqlite::Transaction::Kind::write);
    connection.run("INSERT INTO t VALUES ('x')");
    CHECK_THROWS_WITH_AS(transaction.commit(), doctest::Contains("is written, but may not survive a power cut"), Error);
  }
  CHECK(sqlite::open(place.database(), sqlite::Intent::read).integer("SELECT count(*) FROM t") == 1);
}

}  // namespace
}  // namespace iscm::test
