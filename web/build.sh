#!/bin/sh
# Builds dist/ for the jar: called by Maven (pom.xml). Does nothing when dist/ is newer than what it is made of.
# Where Node 20 is missing, dist/ becomes a page that says so, and the rest of DevTail is built all the same.
set -eu
cd "$(dirname "$0")"

MISSING="The web app was not built, as Node 20 (20.19 or newer) with npm is missing."
REMEDY="Install Node 20, then run ./mvnw package again. Until then ./devtail attach works."
# Written into dist/ by the page above, so that the app is built once there is a Node.
PLACEHOLDER=dist/.placeholder

is_new_enough() { # $1: a node
  [ -x "$1" ] && "$1" -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1);' 2>/dev/null
}

# Puts a Node that is new enough, and has its npm beside it or on the PATH, first on the PATH.
find_node() {
  for node in "$(command -v node || true)" /usr/local/bin/node /opt/homebrew/bin/node \
    "$HOME"/.nvm/versions/node/*/bin/node "$HOME"/.local/share/fnm/node-versions/*/installation/bin/node \
    "$HOME"/.volta/bin/node "$HOME"/.local/share/mise/installs/node/*/bin/node "$HOME"/.asdf/installs/nodejs/*/bin/node; do
    if is_new_enough "$node"; then
      PATH="$(dirname "$node"):$PATH"
      export PATH
      command -v npm >/dev/null 2>&1 && return 0
    fi
  done
  return 1
}

is_built() {
  [ -f dist/index.html ] && [ ! -e "$PLACEHOLDER" ] &&
    [ -z "$(find src public index.html package.json package-lock.json vite.config.ts tsconfig.json buf.gen.yaml \
      ../protocol/src/main/proto/devtail/v1 -type f -not -path 'src/gen/*' -newer dist/index.html | head -n 1)" ]
}

# Maven copies dist/ over what it copied last time: the hashed files of earlier builds must not stay in the jar.
forget_copies() {
  rm -rf target/classes/META-INF/resources
}

write_placeholder() {
  rm -rf dist
  mkdir -p dist
  cat > dist/index.html <<EOF
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>DevTail</title>
<style>body{font:17px/1.5 system-ui,sans-serif;max-width:34em;margin:15vh auto;padding:0 20px;color-scheme:dark light}</style>
<p>$MISSING</p>
<p>$REMEDY</p>
</html>
EOF
  : > "$PLACEHOLDER"
}

forget_copies
if is_built; then
  exit 0
fi
if ! find_node; then
  write_placeholder
  echo "$MISSING $REMEDY"
  exit 0
fi
if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
  if ! npm ci --no-audit --no-fund --loglevel=error >/dev/null; then
    echo "The packages of the web app could not be installed: see what npm says above, then run ./mvnw package again." >&2
    exit 1
  fi
  # npm keeps the time of an unchanged file.
  touch node_modules/.package-lock.json
fi
npm run --silent build -- --logLevel warn
