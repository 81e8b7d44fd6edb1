"""Which words of a message are its gist, its place, its title: learnt, and safe for a room whatever was learnt."""

import pytest

from handlers.understanding import masks
from handlers.understanding.clauses import clauses_of, letters_of, traits_for, traits_of
from handlers.understanding.gist import gist
from handlers.understanding.letter_sums import LetterSums
from handlers.understanding.message import Context, Message
from handlers.understanding.packed_weights import PackedWeights, Row, rows_of
from handlers.understanding.reading import read
from handlers.understanding.tagging import GIST, NAMES, PLACE, TITLE, WHOM, Stretch, Tagger, TaggerWeights, mended
from handlers.understanding.wording_weights import TAGGER_BIASES, TAGS
from storage.intents import Intent
from tests.understanding.rooms import AT

TEXTS = (
    "各位邻居好,我屋头灯泡黑了两天了,够不到,哪个得空来帮我换一哈嘛",
    "3栋2单元501的水管漏了,电话13800001234,请师傅来修一下",
    "明天早上\ue007去医院 谢谢",
    "好",
    "",
    "?!",
    f"a{masks.ADDRESS}b",
    "那个,在我们老院子菜市场门口的理发店|谁家的电动车又没有拔下来充电线的",
)


def gist_of(text: str, intent: Intent = Intent.PLACE_ORDER) -> str:
    return gist(read(Message(text, AT), Context()), intent)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("各位邻居好，我屋头灯泡坏了，够不到，哪个得空来帮我换一哈嘛", "换"),
        ("我妈八十了，一个人在家，想请人上门理发", "理发"),
        ("请問哪位鄰居有電鑽可以借我用半個鐘頭？", "電鑽"),
    ],
)
def test_the_gist_is_what_is_needed_in_the_senders_own_script(text: str, words: str) -> None:
    assert words in gist_of(text)
    assert "邻居好" not in gist_of(text)


@pytest.mark.parametrize("text", TEXTS)
def test_a_gist_has_nothing_that_a_room_may_not_read(text: str) -> None:
    found = gist_of(text)
    assert not any(private in found for private in ("501", "2单元", "13800001234"))


@pytest.mark.parametrize("text", ["", "?!", "。。。"])
def test_a_message_without_a_word_has_no_gist(text: str) -> None:
    assert gist_of(text) == ""


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("kind", ["place_order", "place", "title", "for"])
@pytest.mark.parametrize(("column", "tagger"), [*enumerate((GIST, PLACE, TITLE, NAMES, WHOM))])
def test_weights_are_added_up_as_if_trait_by_trait(text: str, kind: str, column: int, tagger: Tagger) -> None:
    weights = {trait: dict(row) for trait, row in rows_of(TAGS)}
    slow = [
        (place, TAGGER_BIASES[column] + sum(weights.get(trait, {}).get(column, 0) for trait in traits))
        for clause in clauses_of(text)
        for place, traits in enumerate(
            ((*traits_of(clause), *traits_for(clause, kind), *letter) for letter in letters_of(clause, kind)),
            clause.begin,
        )
    ]
    assert [*zip(*tagger.log_odds(text, kind), strict=True)] == slow


def test_of_nothing_sure_the_likeliest_is_taken() -> None:
    of_clauses: list[Row] = []
    around = LetterSums(rows_of("u\t0 1\n@2灯\t0 300\n"), 1, of_clauses)
    tagger = Tagger(TaggerWeights(PackedWeights([-500], [(0, of_clauses)]), around, range(1)), 0)
    (found,) = tagger.likeliest("门坏灯", "")
    assert (found.begin, found.end) == (2, 3)
    assert tagger.best("门坏灯", "", lift=0.0) is None


@pytest.mark.parametrize(
    ("text", "begin", "end", "mended_text"),
    [
        ("路灯不亮了", 1, 4, "路灯不亮了"),
        ("来修灯", 1, 3, "修灯"),
        ("我家路灯坏", 3, 5, "灯坏"),
        (f"{masks.TIME * 3}爬山", 2, 5, "爬山"),
        (f"爬山{masks.TIME * 2}", 0, 3, "爬山"),
        (f"{masks.TIME * 2}爬山", 0, 4, f"{masks.TIME * 2}爬山"),
    ],
)
def test_no_word_is_torn(text: str, begin: int, end: int, mended_text: str) -> None:
    first, last = mended(text, Stretch(begin, end, 1))
    assert text[first:last] == mended_text


def test_what_a_room_may_not_read_is_left_out_of_any_stretch() -> None:
    reading = read(Message("请到3栋2单元501修灯，電話13800001234", AT), Context())
    assert reading.as_sent(0, len(reading.text)) == "请到修灯,電話"
    reading = read(Message("3栋2单元五零一门口堆垃圾", AT), Context())
    assert reading.as_sent(0, len(reading.text)) == "门口堆垃圾"


def test_what_names_nothing_is_not_enough() -> None:
    assert "灯" in gist_of("我屋头灯泡黑了两天咯，够不到，哪个娃娃得空来帮我换一哈嘛")
