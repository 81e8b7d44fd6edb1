"""Texts on the chat platform: what is kept of one, and whether it calls the bot."""

import re
from collections.abc import Iterable
from typing import Final

#: WeChat's own mark behind a mention.
MENTION_END: Final = "\u2005"
# Control characters but line break and tab, and those that turn the direction of the text that follows.
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def clean_text(text: str) -> str:
    """
    >>> clean_text(" a\\r\\nb\\u202e ")
    'a\\nb'
    """
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n")).strip()


def take_out_mention(text: str, bot_name: str, other_names: Iterable[str] = ()) -> tuple[str, bool]:
    """The text without the mention of the bot, and whether it had one; a longer name that begins alike is no mention.

    >>> take_out_mention("@一呼 帮助", "一呼", ["一呼百应"])
    ('帮助', True)
    >>> take_out_mention("@一呼百应 在吗", "一呼", ["一呼百应"])
    ('@一呼百应 在吗', False)
    """
    rests = [name.removeprefix(bot_name) for name in other_names if name.startswith(bot_name) and name != bot_name]
    not_longer = f"(?!{'|'.join(map(re.escape, rests))})" if rests else ""
    mention = re.compile(f"[@@]{re.escape(bot_name)}{not_longer}[{MENTION_END} ]?")
    without, found = mention.subn("", text)
    return (without.strip(), True) if found else (text, False)
