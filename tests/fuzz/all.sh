#!/usr/bin/env bash
# Fuzzes each target, one after the other, with the arguments given, and prints a line of each: targets, executions.
#   tests/fuzz/all.sh -max_total_time=1800
set -euo pipefail
here=$(dirname "$0")
python=${PYTHON:-python3}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for target in $("$python" "$here/fuzz.py" 2>&1 | sed -n 's/.*targets: //p'); do
    "$python" "$here/fuzz.py" "$target" "$@" >"$log" 2>&1 || { tail -40 "$log"; echo "$target broke a law" >&2; exit 1; }
    echo "$target: $(sed -n 's/^Done \([0-9]*\) runs in .*/\1 executions/p' "$log")"
done
