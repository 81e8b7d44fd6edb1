#!/bin/sh
# check_all.sh VENV: everything that must be green, to the end even where something is not; the last line sums it up.
set -u
bin=$1/bin
failed=

check() {
    printf '→ %s\n' "$1"
    name=$1
    shift
    "$@" || failed="$failed${failed:+, }$name"
}

check "style (ruff check)" "$bin/ruff" check .
check "format (ruff format)" "$bin/ruff" format --check .
check "types (mypy --strict)" "$bin/mypy"
check "import contracts (import-linter)" "$bin/lint-imports"
check "tests (pytest)" "$bin/pytest" --cov --cov-report= --cov-fail-under=0
check "coverage" "$bin/coverage" report
# Parts in which an untested branch is a wrong word in a room or a lost order.
check "coverage of understanding and state moves" "$bin/coverage" report --fail-under=100 \
    --include='handlers/understanding/*,handlers/orders/moves.py,handlers/activities/moves.py,storage/states.py'

if [ -n "$failed" ]; then
    printf '✗ not green: %s\n' "$failed"
    exit 1
fi
printf '✓ all green\n'
