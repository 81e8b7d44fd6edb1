import pytest

from bot.web.chat_words import clean_text, take_out_mention


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param("  我来  ", "我来", id="white space around"),
        pytest.param("一\r\n二\t三", "一\n二\t三", id="line breaks and tabs stay"),
        pytest.param("a\x00b\x1b[31m\u202ec\ufeff", "ab[31mc", id="control and direction characters go"),
        pytest.param("👨‍👩‍👧 好", "👨‍👩‍👧 好", id="joined emoji stay whole"),
        pytest.param("\ud800", "", id="half a character"),
    ],
)
def test_clean_text(text: str, kept: str) -> None:
    assert clean_text(text) == kept


@pytest.mark.parametrize(
    ("text", "without", "mentions"),
    [
        pytest.param("@一呼\u2005帮助", "帮助", True, id="as the page writes it"),
        pytest.param("@一呼 帮助", "帮助", True, id="typed"),
        pytest.param("@一呼帮助", "帮助", True, id="without a space"),
        pytest.param("@一呼 帮助", "帮助", True, id="full width"),
        pytest.param("帮我看哈 @一呼", "帮我看哈", True, id="at the end"),
        pytest.param("@一呼", "", True, id="alone"),
        pytest.param("@一呼百应 在吗", "@一呼百应 在吗", False, id="somebody whose name begins alike"),
        pytest.param("@小李 一呼", "@小李 一呼", False, id="somebody else"),
        pytest.param("一呼 帮助", "一呼 帮助", False, id="no mention"),
    ],
)
def test_mention_of_the_bot(text: str, without: str, mentions: bool) -> None:
    assert take_out_mention(text, "一呼", ["小李", "一呼百应", "一呼"]) == (without, mentions)


def test_a_person_named_like_the_bot_takes_nothing_from_it() -> None:
    assert take_out_mention("@一呼 帮助", "一呼", ["一呼"]) == ("帮助", True)
