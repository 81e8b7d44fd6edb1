from handlers.understanding.normalise import LONGEST_READ, normalise


def test_widths_dashes_and_look_alikes_fold() -> None:
    assert normalise("接单　１２！").text == "接单 12!"
    assert normalise("14:30一16:00").text == "14:30-16:00"
    assert normalise("接①").text == "接1"
    assert normalise("①502小谭\n②李姐").text == "1.502小谭\n2.李姐"


def test_what_cannot_be_seen_is_dropped_and_the_way_back_is_kept() -> None:
    read = normalise("接\u200b单\u200b12")
    assert read.text == "接单12"
    assert read.place_of(2, 4) == (4, "12")


def test_an_emoji_is_blank_and_offsets_stay() -> None:
    read = normalise("🎉接单[捂脸]12")
    assert read.text.split() == ["接单", "12"]
    assert read.place_of(*_span(read.text, "12")) == (7, "12")


def test_a_letter_that_would_become_a_sentence_stays() -> None:
    assert normalise("\ufdfa1\u200b").text == "\ufdfa1"


def test_our_own_mask_letters_are_blanked() -> None:
    assert normalise("\ue003我来").text == " 我来"


def test_names_are_blanked_and_the_bot_is_known() -> None:
    read = normalise("@一呼接单12 @李姐 @王 五", bot_names=("一呼",), member_names=("王 五",))
    assert [(m.name, m.is_bot) for m in read.mentions] == [("一呼", True), ("李姐", False), ("王 五", False)]
    assert read.text.strip() == "接单12"


def test_an_unknown_first_name_is_the_bot_where_the_platform_says_so() -> None:
    read = normalise("@小助手 菜单", bot_names=("一呼",), is_to_bot=True)
    assert read.mentions[0].is_bot
    assert normalise("a@", is_to_bot=True).mentions == ()


def test_voice_typing_is_mended() -> None:
    assert normalise("街单12").text == "接单12"


def test_long_texts_are_read_to_a_limit() -> None:
    assert len(normalise("长" * 10_000).text) == LONGEST_READ


def _span(text: str, part: str) -> tuple[int, int]:
    begin = text.index(part)
    return begin, begin + len(part)
