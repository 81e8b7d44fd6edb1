"""Exported chats, and the commands run on them."""

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from bot.cli import app


def yihu(*words: str) -> Result:
    return CliRunner().invoke(app, list(words), env={"COLUMNS": "200"})


def refused(result: Result) -> str:
    """What a command said that was used wrongly."""
    assert result.exit_code == 2, result.output
    assert isinstance(result.exception, SystemExit | None)
    return result.stderr.rstrip("\n")


def said(sender: str, text: str, clock: str = "10:00", **more: Any) -> dict[str, Any]:
    """A line of 2026-05-20."""
    return {"room": "邻里群", "sender": sender, "at": f"2026-05-20T{clock}:00+08:00", "text": text, **more}


def export(file: Path, *rows: dict[str, Any]) -> Path:
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return file


#: A need, two who come, talk, danger.
TALK = (
    said("王婆婆", "哪个有空帮我买哈降压药嘛 今天下午3点前 3栋2单元501 电话13800001234"),
    said("小李", "我来", "10:02"),
    said("赵姐", "接单1", "10:03"),
    said("赵姐", "@小李 你真好", "10:20"),
    said("刘大爷", "点单 修水龙头 三栋二单元五零一 电话一三八零零零零一二三四", "10:32"),
    said("张三", "我屋头煤气味好大 5栋1单元302 快来人", "13:10"),
    said("孙姐", "早", "14:00", role="grid_worker"),
)
