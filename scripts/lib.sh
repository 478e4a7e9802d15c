# Shared by scripts/start, scripts/test and .ci/run: installs what is missing. Needs only Node >= 20 and npm.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '%s\n' "$*" >&2; }

need_node() {
  if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
    say 'Node.js 20 以上と npm を入れてください。 / Install Node.js 20 or newer, with npm.'
    exit 1
  fi
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  if [ "$major" -lt 20 ]; then
    say "Node.js $major は古すぎます。20 以上を入れてください。 / Node.js $major is too old; install 20 or newer."
    exit 1
  fi
}

# Installs once for each state of the lock file.
install_packages() {
  need_node
  local wanted stamp=node_modules/.pitpost-lock
  wanted=$(node -e 'process.stdout.write(require("node:crypto").createHash("sha256").update(require("node:fs").readFileSync("package-lock.json")).digest("hex"))')
  if [ ! -f "$stamp" ] || [ "$(cat "$stamp")" != "$wanted" ]; then
    say 'パッケージを入れています（初回は1〜2分）… / installing packages (a minute or two the first time) …'
    # Every binary ships inside a package: no install script is needed, and better-sqlite3's would want a compiler.
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
    # But one: the pinned Node puts its binary in place by a script.
    (cd node_modules/node && node --no-deprecation installArchSpecificPackage.js >/dev/null)
    ln -sf ../node/bin/node node_modules/.bin/node
    printf '%s' "$wanted" >"$stamp"
  fi
  export PATH="$PWD/node_modules/.bin:$PATH"
  hash -r
  case "$(node --version)" in
    v26.*) ;;
    *)
      say '固定した Node 26 を用意できません。node_modules を消してもう一度お試しください。'
      say 'The pinned Node 26 could not be set up. Remove node_modules and try again.'
      exit 1
      ;;
  esac
}
