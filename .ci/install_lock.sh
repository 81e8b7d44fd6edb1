#!/bin/sh
# install_lock.sh VENV LOCK: exactly what the lock file names, then this checkout itself.
set -eu
venv=$1
lock=$2

fail() { printf 'yihu: %s\n' "$1" >&2; exit 2; }

# A mirror that was set for pip (usual in China) is meant for uv too.
if [ -z "${UV_DEFAULT_INDEX:-}${UV_INDEX_URL:-}" ]; then
    mirror=${PIP_INDEX_URL:-$("$venv/bin/python" -m pip config get global.index-url 2>/dev/null || true)}
    if [ -n "$mirror" ]; then export UV_DEFAULT_INDEX="$mirror"; fi
fi

# Compiled at once: the first start is quicker, and old packages' syntax warnings are not the operator's concern.
"$venv/bin/uv" pip install --python "$venv/bin/python" --require-hashes --compile-bytecode \
    --build-constraints requirements-build.lock --requirement "$lock" ||
    fail "Could not install $lock: is this machine on-line, and does uv reach its package index?"
"$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --no-deps \
    --build-constraints requirements-build.lock --editable . ||
    fail "Could not install this checkout (see above)."
