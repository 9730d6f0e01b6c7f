#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "read_support.hpp"

/// csv-spectrum (https://github.com/maxogden/csv-spectrum): files of CSV, and what a reader must make of each as JSON.
using namespace iscm::read;
using nlohmann::ordered_json;
namespace fs = std::filesystem;

namespace {

const fs::path kSpectrum = "/usr/share/nodejs/csv-spectrum";  // where the Debian package node-csv-spectrum has it

std::string file_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file.is_open());
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> names_of_cases() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kSpectrum / "csvs")) names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

ordered_json as_objects(const Reading& table) {
  ordered_json objects = ordered_json::array();
  for (const Cells& row : table.rows) {
    ordered_json object = ordered_json::object();
    for (std::size_t i = 0; i < row.size(); ++i) object[table.header[i]] = row[i];
    objects.push_back(object);
  }
  return objects;
}

}  // namespace

TEST_CASE("every case of csv-spectrum is read as the set says") {
  if (!fs::exists(kSpectrum)) {
    MESSAGE("skipped: the Debian package node-csv-spectrum is not installed");
    return;
  }
  const auto names = names_of_cases();
  CHECK(names.size() >= 11);
  for (const std::string& name : names) {
    CAPTURE(name);
    const Reading table = read(file_text(kSpectrum / "csvs" / (name + ".csv")));
    CHECK(table.problems.empty());
    CHECK(as_objects(table) == ordered_json::parse(file_text(kSpectrum / "json" / (name + ".json"))));
  }
}
