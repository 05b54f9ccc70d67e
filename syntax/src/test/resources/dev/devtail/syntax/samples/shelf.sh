#!/usr/bin/env bash
# Our own, for tests.
set -euo pipefail

source "./lib.sh"
. /etc/profile

# Capacity of a shelf.
readonly CAPACITY=40
export NAMES="oak beech"
root=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

# Counts them,
# one by one.
count() { # $1: a shelf
  local sum=0
  for item in "$1"/*; do
    if [ -f "$item" ] && [[ -n $item || -z $sum ]]; then
      sum=$((sum + 1))
    elif is_box "$item"; then
      echo "größer 🛒"
    fi
  done
  while read -r line; do
    case $line in
      a | b) helper "$line" ;;
      *) ;;
    esac
  done < "$1/list"
  echo "$sum"
}

function helper {
  grep -q "$1" items.txt || return 1
}

main() {
  inner() {
    true
  }
  for ((i = 0; i < 3; i++)); do
    count "$root" | sort
  done
}

main "$@"
