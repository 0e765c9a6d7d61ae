#!/usr/bin/env bash
# The default tests with each Python that we support, free-threaded ones (3.13t) too, with the lowest and with the newest
# versions of what we need. uv finds the Pythons, those of pyenv as well, or fetches them. `tests/versions.sh 3.14 highest`
# is one Python with one of both. A Python that is not to be had is named at the end; it fails the run, unless it is a
# free-threaded one that nobody asked for.
set -euo pipefail
cd "$(dirname "$0")/.."
uv --version

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
PATH=$PATH$(printf ':%s' "${PYENV_ROOT:-$HOME/.pyenv}"/versions/*/bin)
export HYPOTHESIS_PROFILE=ci missing="" failed=""

for version in ${1:-3.11 3.12 3.13 3.13t 3.14 3.14t}; do
    # The lowest are older than free-threaded Pythons: Hypothesis 6.100 calls tests flaky there that are not.
    for resolution in ${2:-$([[ $version == *t ]] || echo lowest-direct) highest}; do
        echo "+ Python $version, $resolution"
        uv venv --quiet --clear --seed --python "$version" "$folder/env" || { missing+=" $version"; continue 2; }
        # Of what is written in Rust the newest that has a wheel.
        uv pip install --quiet --python "$folder/env" --resolution "$resolution" \
            --only-binary hypothesis --only-binary rpds-py -e '.[test]' &&
            "$folder/env/bin/python" -m pytest --quiet || failed+=" $version/$resolution"
    done
done
echo "no such Python:${missing:- none}; failed:${failed:- none}"
# shellcheck disable=SC2001 # not one of both
[ -z "$failed${1:+$missing}$(sed 's/ [0-9.]*t\b//g' <<<"$missing")" ]
