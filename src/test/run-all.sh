#!/usr/bin/env bash
# Every test of Emona, stage by stage with its time. Installs the system packages it needs where it may, else names the
# command. Usage: ./emona test [STAGE…], stages: packages web java browser docs; and pictures, which draws those of the
# documents anew and runs only where it is named.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$top"
stages=("$@")
[ ${#stages[@]} -gt 0 ] || stages=(packages web java browser docs)
log=()
began=$SECONDS

packages() {
  local missing=()
  [ -x /usr/bin/chromium ] || missing+=(chromium)
  command -v ogrinfo >/dev/null || missing+=(gdal-bin)
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
  compgen -G '/usr/share/postgresql/*/extension/postgis.control' >/dev/null || missing+=(postgis postgresql-postgis)
  command -v sqlite3 >/dev/null || missing+=(sqlite3)
  fc-list 2>/dev/null | grep -q . || missing+=(fontconfig fonts-dejavu-core)
  [ ${#missing[@]} -gt 0 ] || { echo "system packages: all there"; return 0; }
  local run=(apt-get install -y --no-install-recommends "${missing[@]}")
  if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
    echo "emona: these system packages are missing: ${missing[*]}. Fix: sudo ${run[*]}" >&2
    return 2
  fi
  local out
  out=$(mktemp)
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${run[@]}" >"$out" 2>&1 || { cat "$out" >&2; return 1; }
  rm -f "$out"
}

web() {
  (cd web && npm ci --no-audit --no-fund --loglevel=error && npm run check && npm run build && npm test)
}

java_tests() {
  mvn -B -ntp -Dstyle.color=never spotless:check verify
}

# Runs a script of web/ on a real server with a real city and real runs.
on_demo() {
  ./emona --version >/dev/null
  local dir server url code=0
  dir=$(mktemp -d)
  java -Xmx1g -Djava.awt.headless=true -jar target/emona.jar demo --port 0 --data "$dir" >"$dir/out" 2>"$dir/err" &
  server=$!
  for _ in $(seq 600); do
    grep -q '^Ready: ' "$dir/out" && break
    kill -0 "$server" 2>/dev/null || break
    sleep 1
  done
  url=$(sed -n 's/^Ready: //p' "$dir/out")
  if [ -n "$url" ]; then
    (cd web && EMONA_URL=$url npm run "$1") || code=$?
  else
    tail -50 "$dir/err" >&2
    code=1
  fi
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  rm -rf "$dir"
  return $code
}

# A planner's walk through the page.
browser() {
  on_demo test:browser
}

# No test: draws the pictures of the viewer that the documents show anew (src/docs/pictures).
pictures() {
  on_demo pictures
}

# Every command in the documents, in this tree.
docs() {
  node src/test/docs-commands.mjs
}

for stage in "${stages[@]}"; do
  case $stage in
  java) run=java_tests ;;
  packages | web | browser | docs | pictures) run=$stage ;;
  *) echo "emona: there is no stage $stage. Fix: choose from packages web java browser docs pictures." >&2; exit 2 ;;
  esac
  echo "== $stage"
  start=$SECONDS
  # In a subshell with errexit of its own: in an `if` or after `||` bash would go on past a failed command.
  set +e
  (set -e; $run)
  code=$?
  set -e
  log+=("$stage $((SECONDS - start)) s")
  if [ $code -ne 0 ]; then
    echo "== $stage failed after $((SECONDS - start)) s" >&2
    exit $code
  fi
done
echo "== all stages passed in $((SECONDS - began)) s: $(printf '%s, ' "${log[@]}" | sed 's/, $//')"
