#!/bin/sh
# Compiles tree-sitter and its grammars into one library, as a resource of the jar: called by Maven (pom.xml).
# Does nothing while package-lock.json, this script and the compiler's target are those of the last time.
# Where npm or a C compiler is missing, the jar has no library and files stay text; Natives says so when it starts.
set -eu
cd "$(dirname "$0")"
target=$1

CC=${CC:-cc}
work=$target/native
resources=$target/natives

missing() {
  echo "Code is not parsed: $1 is missing. Install it, then build the module syntax again." >&2
  exit 0
}

case $(uname -s) in
  Linux) system=linux library=libdevtail-syntax.so shared=-shared ;;
  Darwin) system=macos library=libdevtail-syntax.dylib shared=-dynamiclib ;;
  *) missing "a system with a C compiler (Linux, macOS)" ;;
esac
case $(uname -m) in
  x86_64 | amd64) machine=x86_64 ;;
  aarch64 | arm64) machine=aarch64 ;;
  *) missing "support of $(uname -m)" ;;
esac
platform=$system-$machine
built=$resources/native/$platform
made_of=$(cat build.sh package-lock.json | cksum)

if [ -f "$built/$library" ] && [ "$(cat "$work/made-of" 2>/dev/null)" = "$made_of $platform" ]; then
  exit 0
fi
mkdir -p "$resources"
command -v "$CC" >/dev/null 2>&1 || missing "a C compiler ($CC)"
command -v npm >/dev/null 2>&1 || missing "npm"

rm -rf "$work" "$resources"
mkdir -p "$work/objects" "$built"
cp package.json package-lock.json "$work"
if ! (cd "$work" && npm ci --ignore-scripts --legacy-peer-deps --no-audit --no-fund --loglevel=error >/dev/null); then
  echo "The sources of the grammars could not be fetched: see what npm says above, then build again." >&2
  exit 1
fi

packages=$work/node_modules
core=$packages/tree-sitter/vendor/tree-sitter/lib
# The largest first, so that no processor is left with one of them at the end. The tables of a grammar gain nothing from -O3.
{
  echo "-O3 $core/src/lib.c core"
  for grammar in tree-sitter-scala tree-sitter-c-sharp @derekstride/tree-sitter-sql tree-sitter-swift \
    @tree-sitter-grammars/tree-sitter-kotlin tree-sitter-cpp tree-sitter-bash tree-sitter-typescript/tsx \
    tree-sitter-typescript/typescript tree-sitter-php/php tree-sitter-ruby tree-sitter-rust tree-sitter-c \
    tree-sitter-python tree-sitter-javascript tree-sitter-java tree-sitter-go tree-sitter-css tree-sitter-html tree-sitter-json \
    @tree-sitter-grammars/tree-sitter-markdown/tree-sitter-markdown @tree-sitter-grammars/tree-sitter-toml \
    @tree-sitter-grammars/tree-sitter-yaml; do
    name=$(basename "$grammar")
    echo "-O2 $packages/$grammar/src/parser.c $name"
    [ ! -f "$packages/$grammar/src/scanner.c" ] || echo "-O2 $packages/$grammar/src/scanner.c $name-scanner"
  done
} >"$work/units"

processors=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
export CC core work
# shellcheck disable=SC2016 # expanded by the inner shell
xargs -P "$processors" -L 1 sh -c \
  '"$CC" "$0" -std=gnu11 -fPIC -w -DNDEBUG -I"$core/include" -I"$core/src" -I"$(dirname "$1")" -c "$1" -o "$work/objects/$2.o"' <"$work/units"
"$CC" $shared -o "$built/$library" "$work"/objects/*.o
# Names the directory that the library is unpacked into.
(sha256sum "$built/$library" 2>/dev/null || shasum -a 256 "$built/$library") | cut -c 1-64 | tr -d '\n' >"$built/$library.sha256"
rm -rf "$packages" "$work/objects"
echo "$made_of $platform" >"$work/made-of"
