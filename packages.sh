# SPDX-License-Identifier: Apache-2.0
# Sourced by ./run and ./test: installs what packages.txt lists and this machine lacks.

# need_packages KIND...: "build", "test"; every line of packages.txt whose purpose begins with test
# belongs to "test", the rest to "build".
need_packages() {
  local missing=() name purpose kind
  while read -r name purpose; do
    case "$name" in ''|'#'*) continue ;; esac
    kind=build
    case "$purpose" in test*) kind=test ;; esac
    case " $* " in *" $kind "*) ;; *) continue ;; esac
    # "install ok installed" in one call of dpkg-query for each package is slow: ask the database.
    [ -e "/var/lib/dpkg/info/$name.list" ] || [ -e "/var/lib/dpkg/info/$name:amd64.list" ] ||
      [ -e "/var/lib/dpkg/info/$name:arm64.list" ] || missing+=("$name")
  done < packages.txt
  [ ${#missing[@]} -eq 0 ] && return
  if ! command -v apt-get > /dev/null; then
    echo "mote needs these packages (Debian's names), and there is no apt-get to install them:" >&2
    printf '  %s\n' "${missing[@]}" >&2
    exit 6
  fi
  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo > /dev/null; then
      echo "mote needs these packages; install them as root: apt-get install ${missing[*]}" >&2
      exit 6
    fi
    as_root=(sudo)
  fi
  echo "installing: ${missing[*]}" >&2
  "${as_root[@]}" apt-get update -qq >&2
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${missing[@]}" > /dev/null
}
