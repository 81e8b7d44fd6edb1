"""Every golden chat, through the real parser, handlers, templates and outbox."""

from pathlib import Path

import pytest

from bot.replay import play_file

DIALOGS = sorted((Path(__file__).parent / "dialogs").glob("*.txt"))


@pytest.mark.parametrize("path", DIALOGS, ids=[path.stem for path in DIALOGS])
def test_the_bot_says_what_the_chat_says(path: Path) -> None:
    turns = play_file(path)
    missed = [f"line {each.line}: not said: {each.pattern}" for turn in turns for each in turn.missed]
    needless = [
        f"line {heard.cause}: needless: {heard.spoken.text}"
        for turn in turns
        for heard in turn.heard
        if not heard.was_expected
    ]
    assert (missed, needless) == ([], [])
