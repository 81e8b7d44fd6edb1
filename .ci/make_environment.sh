#!/bin/sh
# make_environment.sh VENV [PYTHON]: a virtual environment with uv in it. What the machine lacks is said in one line.
set -eu
venv=$1
wanted=${2:-}

fail() { printf 'yihu: %s\n' "$1" >&2; exit 2; }
version() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null; }
fits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2])' 2>/dev/null; }

if [ -n "$wanted" ]; then
    found=$(version "$wanted") || fail "PYTHON=$wanted is no Python that runs; Python 3.11 or newer is needed."
    fits "$wanted" || fail "Python 3.11 or newer is needed, but $wanted is $found. Name another one: make run PYTHON=python3.12"
    python=$wanted
else
    python=
    for each in python3 python3.13 python3.12 python3.11; do
        if fits "$each"; then python=$each; break; fi
    done
    if [ -z "$python" ]; then
        found=$(version python3) || fail "Python 3.11 or newer is needed, and there is no python3 here. On Debian or Ubuntu: apt install python3 python3-venv"
        fail "Python 3.11 or newer is needed, but python3 is $found. Name another one: make run PYTHON=/path/to/python3.12"
    fi
fi

if [ -x "$venv/bin/python" ] && ! fits "$venv/bin/python"; then
    fail "The environment $venv no longer runs or is older than Python 3.11. Remove it and try again: rm -r $venv"
fi
if [ ! -x "$venv/bin/python" ] || [ ! -e "$venv/bin/pip" ]; then
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "This Python lacks venv. On Debian or Ubuntu: apt install python$(version "$python")-venv"
    printf '→ creating %s with Python %s\n' "$venv" "$(version "$python")"
    "$python" -m venv "$venv" || fail "Could not create $venv (see above)."
fi

printf '→ installing uv, the installer\n'
"$venv/bin/python" -m pip install --disable-pip-version-check --no-deps --require-hashes \
    --requirement requirements-build.lock 2>"$venv/pip.log" ||
    fail "Could not download uv: is this machine on-line, and does pip reach its package index? ($venv/pip.log says more)"
