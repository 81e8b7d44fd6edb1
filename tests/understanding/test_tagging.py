"""Which words of a message are its gist, its place, its title: learnt, and safe for a room whatever was learnt."""

import pytest

from handlers.understanding import masks
from handlers.understanding.clauses import FAR, NEAR, clauses_of, letters_of, traits_for, traits_of
from handlers.understanding.gist import gist
from handlers.understanding.learnt import FILE, LEARNT, TAGGERS, kept_in
from handlers.understanding.letter_sums import SPANS, LetterSums, raised
from handlers.understanding.message import Context, Message
from handlers.understanding.packed_weights import PackedWeights
from handlers.understanding.reading import read
from handlers.understanding.tagging import GIST, NAMES, PLACE, TITLE, WHOM, Stretch, Tagger, TaggerWeights, mended
from storage.intents import Intent
from tests.understanding.rooms import AT

KEPT = kept_in(FILE)
BIASES = KEPT.facts["biases"]
#: What a weight of nothing is raised to.
NOTHING = int.from_bytes(raised([0]), "little")
ENDS = {"from": "begins", "to": "ends"}
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


def weight_of(trait: str, column: int) -> int:
    """Of a trait as `letters_of` and `traits_of` name it, as it is kept in the file."""
    if trait[0] == NEAR and len(trait) > 2:
        gram = trait[2:]
        span, _ = SPANS[len(gram) - 1]
        at = max(0, span - 1 - int(trait[1])) * len(TAGGERS) + column
        row = KEPT.near[len(gram) - 1].get(gram)
        return int.from_bytes(row[2 * at : 2 * at + 2], "little") - NOTHING if row is not None else 0
    side, _, far = trait.partition(":")
    if side in ENDS:
        return int(KEPT.facts[ENDS[side]][int(far)][column])
    return LEARNT.weight(trait, column)


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
    slow = [
        (place, BIASES[column] + sum(weight_of(trait, column) for trait in traits))
        for clause in clauses_of(text)
        for place, traits in enumerate(
            ((*traits_of(clause), *traits_for(clause, kind), *letter) for letter in letters_of(clause, kind)),
            clause.begin,
        )
    ]
    odds = tagger.log_odds(text, kind)
    assert [*zip(odds.places, odds.odds, strict=True)] == slow


def test_of_nothing_sure_the_likeliest_is_taken() -> None:
    around = LetterSums(({"灯": raised([0, 0, 300, 0, 0])}, {}, {}), [[0]] * (FAR + 1), [[0]] * (FAR + 1))
    tagger = Tagger(TaggerWeights(PackedWeights([-500], {}), around, range(1)), 0)
    (found,) = tagger.likeliest("门坏灯", "")
    assert (found.begin, found.end) == (2, 3)
    assert tagger.best("门坏灯", "", lift=0.0) is None


@pytest.mark.parametrize(
    ("text", "begin", "end", "mended_text"),
    [
        ("路灯不亮了", 1, 4, "路灯不亮了"),
        ("来修灯", 1, 3, "修灯"),
        ("我家路灯坏", 3, 5, "灯坏"),
        ("来活动室包饺子", 2, 7, "包饺子"),
        ("去活动室吧", 2, 4, "活动室"),
        (f"{masks.TIME * 3}爬山", 2, 5, "爬山"),
        (f"爬山{masks.TIME * 2}", 0, 3, "爬山"),
        (f"{masks.TIME * 2}爬山", 0, 4, f"{masks.TIME * 2}爬山"),
        ("厂头扣了他两个月工资", 3, 10, "扣了他两个月工资"),
        ("我家有个婴儿床不要了", 3, 10, "婴儿床不要了"),
        ("三楼楼道的雪没人扫", 4, 6, "的雪"),
        ("家长的车停成三层", 2, 8, "车停成三层"),
    ],
)
def test_no_word_is_torn(text: str, begin: int, end: int, mended_text: str) -> None:
    first, last = mended(text, Stretch(begin, end, 1))
    assert text[first:last] == mended_text


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("我衣服拉链坏了，谁会换", ("拉链坏了", "衣服拉链坏了")),
        ("地库电梯厅漏水，老人走路要滑倒的", ("电梯厅漏水", "地库电梯厅漏水")),
    ],
)
def test_no_word_is_torn_that_no_label_tears(text: str, whole: tuple[str, ...]) -> None:
    assert gist_of(text, Intent.SNAPSHOT if "漏" in text else Intent.PLACE_ORDER).startswith(whole)


def test_what_a_room_may_not_read_is_left_out_of_any_stretch() -> None:
    reading = read(Message("请到3栋2单元501修灯，電話13800001234", AT), Context())
    assert reading.as_sent(0, len(reading.text)) == "请到修灯,電話"
    reading = read(Message("3栋2单元五零一门口堆垃圾", AT), Context())
    assert reading.as_sent(0, len(reading.text)) == "门口堆垃圾"


def test_what_names_nothing_is_not_enough() -> None:
    assert "灯" in gist_of("我屋头灯泡黑了两天咯，够不到，哪个娃娃得空来帮我换一哈嘛")
