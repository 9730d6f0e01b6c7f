# shellcheck shell=bash
# Sourced by the scripts beside it: messages, packages, builds. It changes neither the caller's folder nor its options.

# The real place of the project, also when a script is called through a symbolic link.
root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")

# Talk goes to stderr, so that stdout stays what iscm and ctest print.
say() { printf '== %s\n' "$*" >&2; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# quietly COMMAND...: its output is shown only when it fails.
quietly() {
  local log status=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if [ "$status" -ne 0 ]; then
    cat "$log" >&2
    printf 'error: failed with exit code %s: %s\n' "$status" "$*" >&2
  fi
  rm -f "$log"
  return "$status"
}

# packages_of GROUP...: the packages that scripts/packages lists for these groups.
packages_of() {
  local group package _ wanted=" $* "
  while read -r group package _; do
    if [[ $group != '#'* && $wanted == *" $group "* ]]; then printf '%s\n' "$package"; fi
  done <"$root/scripts/packages"
}

is_installed() { [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

# install_packages GROUP...: installs what is missing, and touches neither apt nor the network when nothing is.
install_packages() {
  local package missing=() as_root=()
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "This is not Debian: nothing is installed. scripts/packages lists what is needed."
    return 0
  fi
  for package in $(packages_of "$@"); do
    is_installed "$package" || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0

  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "run as root, as there is no sudo: apt-get install ${missing[*]}"
    as_root=(sudo)
    say "Installing with sudo apt-get: ${missing[*]}"
    # Asked for here, as a prompt would not be seen below.
    sudo -n true 2>/dev/null || sudo -v || fail "run as root: apt-get install ${missing[*]}"
  else
    say "Installing with apt-get: ${missing[*]}"
  fi
  # An update that fails is no reason to stop: the lists or the packages may be there from before.
  quietly "${as_root[@]}" apt-get update -q || say "The package lists could not be refreshed; trying with those at hand"
  quietly "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
}

# build PRESET [TARGET...]: presets are found from the project's root alone, hence the subshell.
build() (
  cd "$root" || exit
  preset=$1
  shift
  say "Building $preset in $root/build/$preset"
  cache=build/$preset/CMakeCache.txt
  # A cache that came along with a copied or moved folder names the old place, and CMake refuses it.
  if [ -e "$cache" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$cache"; then
    quietly cmake --preset "$preset" --fresh || exit
  else
    quietly cmake --preset "$preset" || exit
  fi
  quietly cmake --build --preset "$preset" ${1:+--target "$@"}
)
