#!/usr/bin/env bash
# Installs the coding agents that tests run for real, at the versions named here, from npm and PyPI. Does nothing where
# they are there already. Where: $DEVTAIL_AGENTS, or ~/.cache/devtail-agents.
set -euo pipefail

claude_code=2.1.329
aider=0.86.2
uv=0.9.9

agents=${DEVTAIL_AGENTS:-$HOME/.cache/devtail-agents}
case $(uname -m) in
  x86_64) platform=linux-x64 ;;
  aarch64) platform=linux-arm64 ;;
  *) echo "There is no Claude Code for $(uname -m)." >&2 && exit 1 ;;
esac

# What is complete has a mark, so that what was interrupted is made anew.
begin() { # directory
  [ ! -f "$1/.complete" ] || return 1
  rm -rf "$1"
  mkdir -p "$1"
}

directory=$agents/claude-code-$claude_code
if begin "$directory"; then
  npm install --silent --no-audit --no-fund --no-save --cache "$directory/.npm" --prefix "$directory" \
    "@anthropic-ai/claude-code-$platform@$claude_code"
  rm -rf "$directory/.npm"
  ln -s "node_modules/@anthropic-ai/claude-code-$platform/claude" "$directory/claude"
  touch "$directory/.complete"
fi

directory=$agents/aider-$aider
if begin "$directory"; then
  python3 -m venv "$directory"
  "$directory/bin/pip" install --quiet --no-cache-dir --disable-pip-version-check "uv==$uv"
  "$directory/bin/uv" pip install --quiet --no-cache --python "$directory/bin/python" "aider-chat==$aider"
  touch "$directory/.complete"
fi
