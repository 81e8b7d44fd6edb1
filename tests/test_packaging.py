"""What a stranger gets: the wheel in an environment of its own, and `make` on machines that lack something."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-test.lock", "requirements-build.lock", "requirements-wording.lock")
PACKAGES = ("bot", "handlers", "storage", "templates")


def done(*command: str | Path, cwd: Path, env: dict[str, str] | None = None, code: int = 0) -> str:
    """What it printed; it must end with that code. Settings of this machine are left behind."""
    env = env or {name: value for name, value in os.environ.items() if not name.startswith(("YIHU_", "PYTHON"))}
    ended = subprocess.run(
        [str(word) for word in command], cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=120
    )
    assert ended.returncode == code, ended.stdout + ended.stderr
    return ended.stdout + ended.stderr


# the wheel


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of a new environment in which the wheel, and nothing of this checkout, is installed.

    Its dependencies are those of the environment of the tests, borrowed: they are installed from the lock anyway.
    """
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in PACKAGES:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    uv = Path(sysconfig.get_path("scripts")) / "uv"
    done(
        sys.executable, "-c", "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])",
        folder, cwd=source,
    )  # fmt: skip
    (wheel,) = folder.glob("yihu-*.whl")
    done(uv, "venv", "--quiet", "--offline", "--no-config", "--python", sys.executable, folder / "env", cwd=folder)
    python = folder / "env/bin/python"
    done(
        uv, "pip", "install", "--quiet", "--offline", "--no-config", "--no-deps", "--python", python, wheel, cwd=folder
    )
    (site,) = (folder / "env/lib").glob("python3*/site-packages")
    borrowed = folder / "borrowed"
    borrowed.mkdir()
    for each in Path(sysconfig.get_path("purelib")).iterdir():
        if "yihu" not in each.name.lower():  # an editable install of the checkout must not answer in its place
            (borrowed / each.name).symlink_to(each)
    (site / "borrowed.pth").write_text(f"{borrowed}\n")
    return folder / "env/bin"


def test_the_wheel_stands_alone(installed: Path, tmp_path: Path) -> None:
    where = done(
        installed / "python", "-c", "import bot, templates; print(bot.__file__, *templates.__path__)", cwd=tmp_path
    )
    assert str(ROOT) not in where
    assert where.count("site-packages") == 2
    assert "migrate" in done(installed / "yihu", "--help", cwd=tmp_path)


def test_the_wheel_migrates(installed: Path, tmp_path: Path) -> None:
    assert "applied 0001" in done(installed / "yihu", "migrate", cwd=tmp_path)
    assert "database  sqlite:///data/yihu.db" in done(installed / "yihu", "doctor", cwd=tmp_path)


def test_the_wheel_understands_and_finds_its_templates(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "talk.jsonl").write_text('{"text": "接单 12"}\n', "utf-8")
    assert json.loads(done(installed / "yihu", "parse", "talk.jsonl", cwd=tmp_path))["intent"] == "claim_order"
    chat = "王婆婆> 点单 修水龙头\nbot> …#1…修水龙头…\nbot>>* …\n"
    (tmp_path / "chat.txt").write_text(chat, "utf-8")
    done(installed / "yihu", "replay", "chat.txt", cwd=tmp_path)


def test_every_template_and_migration_is_in_the_wheel(installed: Path) -> None:
    (site,) = (installed.parent / "lib").glob("python3*/site-packages")
    for name in PACKAGES:
        here = {
            each.relative_to(ROOT)
            for each in (ROOT / name).rglob("*")
            if each.is_file() and "__pycache__" not in each.parts
        }
        assert here == {
            each.relative_to(site) for each in (site / name).rglob("*") if each.is_file() and each.suffix != ".pyc"
        }


# the locks


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_versions_and_hashes_and_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert not re.search(r"^\s*-(?!-hash=sha256:)", text, re.MULTILINE)  # no --index-url, --find-links, -e …
    entries = re.split(r"^(?=\S)", text, flags=re.MULTILINE)[1:]
    for entry in entries:
        assert re.match(r"[a-z0-9][a-z0-9._-]*==[^ ]+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_the_locks_agree() -> None:
    def pins(lock: str) -> set[str]:
        return {line.removesuffix(" \\") for line in (ROOT / lock).read_text().splitlines() if re.match(r"\w", line)}

    assert pins("requirements.lock") < pins("requirements-test.lock")
    assert {pin for pin in pins("requirements-build.lock") if pin.startswith("uv==")} < pins("requirements-test.lock")


@pytest.mark.parametrize("package", ["aiohttp", "sqlmodel", "pydantic-settings", "typer", "uv", "ruff", "pytest"])
def test_the_environment_is_the_lock(package: str) -> None:
    text = (ROOT / "requirements-test.lock").read_text()
    (pin,) = re.findall(rf"^{package}==([^ ]+)", text, re.MULTILINE)
    assert version(package) == pin


# make on machines that lack something


def make(*words: str, path: Sequence[str] = (), **variables: str) -> str:
    """The one line of a `make` that fails."""
    env = {**os.environ, **variables}
    env.pop("PYTHON", None)
    env.pop("MAKEFLAGS", None)
    if path:
        env["PATH"] = os.pathsep.join(path)
    printed = done("/usr/bin/make", "--no-print-directory", *words, cwd=ROOT, env=env, code=2)
    (line,) = [line for line in printed.splitlines() if line.startswith("yihu: ")]
    assert "Traceback" not in printed
    return line.removeprefix("yihu: ")


def fake_python(folder: Path, says: str, name: str = "python3") -> str:
    """A Python of that version: it answers what `make` asks, and nothing else."""
    file = folder / name
    major, minor = says.split(".")
    body = (
        f'case "$2" in *print*) echo {says};; *exit*) exit {int((int(major), int(minor)) < (3, 11))};; *) exit 1;; esac'
    )
    file.write_text(f"#!/bin/sh\n{body}\n")
    file.chmod(0o755)
    return str(file)


def test_a_python_that_is_too_old_is_named(tmp_path: Path) -> None:
    old = fake_python(tmp_path, "3.10")
    assert make("run", f"PYTHON={old}", f"VENV={tmp_path / 'env'}") == (
        f"Python 3.11 or newer is needed, but {old} is 3.10. Name another one: make run PYTHON=python3.12"
    )
    programs = [str(tmp_path), str(bare(tmp_path))]
    assert make("run", f"VENV={tmp_path / 'env'}", path=programs) == (
        "Python 3.11 or newer is needed, but python3 is 3.10. Name another one: make run PYTHON=/path/to/python3.12"
    )


def test_the_newest_python_is_found_beside_an_old_one(tmp_path: Path) -> None:
    fake_python(tmp_path, "3.10")
    fake_python(tmp_path, "3.12", "python3.12")
    assert make("run", f"VENV={tmp_path / 'env'}", path=[str(tmp_path), str(bare(tmp_path))]) == (
        "This Python lacks venv. On Debian or Ubuntu: apt install python3.12-venv"
    )


def test_no_python_at_all(tmp_path: Path) -> None:
    assert make("run", f"PYTHON={tmp_path / 'nowhere'}", f"VENV={tmp_path / 'env'}") == (
        f"PYTHON={tmp_path / 'nowhere'} is no Python that runs; Python 3.11 or newer is needed."
    )
    assert make("run", f"VENV={tmp_path / 'env'}", path=[str(bare(tmp_path))]) == (
        "Python 3.11 or newer is needed, and there is no python3 here."
        " On Debian or Ubuntu: apt install python3 python3-venv"
    )


def test_an_environment_that_no_longer_runs_is_named(tmp_path: Path) -> None:
    (tmp_path / "env/bin").mkdir(parents=True)
    fake_python(tmp_path / "env/bin", "3.9", "python")
    assert make("run", f"PYTHON={sys.executable}", f"VENV={tmp_path / 'env'}").endswith(
        f"Remove it and try again: rm -r {tmp_path / 'env'}"
    )


def test_no_network_is_said(tmp_path: Path) -> None:
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:1", "PIP_RETRIES": "0", "PIP_CONFIG_FILE": os.devnull}
    nowhere |= {"PIP_NO_CACHE_DIR": "1", "PIP_FIND_LINKS": "", "PIP_EXTRA_INDEX_URL": ""}
    assert make("run", f"PYTHON={sys.executable}", f"VENV={tmp_path / 'env'}", path=(), **nowhere) == (
        "Could not download uv: is this machine on-line, and does pip reach its package index?"
        f" ({tmp_path / 'env'}/pip.log says more)"
    )


def bare(folder: Path) -> Path:
    """A PATH with a shell and nothing that could be a Python."""
    programs = folder / "programs"
    programs.mkdir(exist_ok=True)
    for name in ("sh", "touch", "printf", "rm"):
        if not (programs / name).exists():
            (programs / name).symlink_to(shutil.which(name) or name)
    return programs


# what the build runner calls


def test_the_build_runner_can_call_it() -> None:
    assert os.access(ROOT / ".ci/run", os.X_OK)
    done("bash", "-n", ROOT / ".ci/run", cwd=ROOT)
    for script in sorted((ROOT / ".ci").glob("*.sh")):
        done("sh", "-n", script, cwd=ROOT)
