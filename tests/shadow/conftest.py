"""Every command runs in a folder of its own, as on a new machine."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("YIHU_CONFIG", raising=False)
    return tmp_path
