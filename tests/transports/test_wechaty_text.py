import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.transports import Person
from bot.transports.wechaty_text import split_quote, take_mention, with_mentions
from handlers.understanding.message import Quote

REFER = (
    "<msg><appmsg><title>我来 &amp; 他</title><type>57</type><refermsg><type>{type}</type>"
    "<displayname>一呼</displayname><content>{content}</content></refermsg></appmsg></msg>"
)


@pytest.mark.parametrize(
    ("text", "quote", "reply"),
    [
        pytest.param("帮我买药", None, "帮我买药", id="no quote"),
        pytest.param(
            "「一呼:📋 #12」\n- - - - - - - - - -\n我来", Quote("一呼", "📋 #12"), "我来", id="half-width colon"
        ),
        pytest.param("「一呼：#12」\n- - - - -\n我来", Quote("一呼", "#12"), "我来", id="full-width colon"),
        pytest.param("「一呼：#12」\n——————————\n我来", Quote("一呼", "#12"), "我来", id="em dashes"),
        pytest.param("「一呼：#12」\n------\n我来", Quote("一呼", "#12"), "我来", id="hyphens"),
        pytest.param("「一呼：#12」\r\n─ ─ ─\r\n我来", Quote("一呼", "#12"), "我来", id="box lines, CRLF"),
        pytest.param("「一呼：#12」 \n- - -\n我来", Quote("一呼", "#12"), "我来", id="space after the bracket"),
        pytest.param(
            "「一呼：a\nb：c」\n- - -\n我来\n现在", Quote("一呼", "a\nb：c"), "我来\n现在", id="several lines"
        ),
        pytest.param("「一呼：#12」\n- - -\n", Quote("一呼", "#12"), "", id="nothing said about it"),
        pytest.param("「一呼：#12」\n- - -", Quote("一呼", "#12"), "", id="cut off after the dashes"),
        pytest.param("「在吗」\n- - -\n在", Quote("", "在吗"), "在", id="no name"),
        pytest.param("「一呼：#12」我来", None, "「一呼：#12」我来", id="typed by hand, no dashes"),
        pytest.param(
            "「一呼：#12」\n- x -\n我来", None, "「一呼：#12」\n- x -\n我来", id="a line that is not of dashes"
        ),
        pytest.param("「一呼：#12」\n--\n我来", None, "「一呼：#12」\n--\n我来", id="too few dashes"),
        pytest.param("「a：「b：c」\n- - -\nd」\n- - -\ne", Quote("a", "d"), "e", id="a quote of a quote"),
        pytest.param("「a：说「好」的」\n- - -\ne", Quote("a", "说「好」的"), "e", id="brackets in the words"),
        pytest.param("「「小李：好」\n- - -\ne", Quote("「小李", "好"), "e", id="an open bracket in the name"),
        pytest.param("「小」李：好」\n- - -\ne", Quote("小」李", "好"), "e", id="a closing bracket in the name"),
        pytest.param(
            "「a：好」\n- - -\n「b：坏」\n- - -\ne", Quote("a", "好"), "「b：坏」\n- - -\ne", id="pasted in the reply"
        ),
        pytest.param("「.*(+[：好」\n- - -\ne", Quote(".*(+[", "好"), "e", id="a pattern as a name"),
        pytest.param("「小\n李：好」\n- - -\ne", Quote("小\n李", "好"), "e", id="a line break in the name"),
        pytest.param(REFER.format(type=1, content="#12 &lt;急&gt;"), Quote("一呼", "#12 <急>"), "我来 & 他", id="XML"),
        pytest.param(
            REFER.format(type=3, content="&lt;msg&gt;&lt;img a='b'/&gt;&lt;/msg&gt;"),
            Quote("一呼", "[图片]"),
            "我来 & 他",
            id="XML about a picture",
        ),
        pytest.param(
            REFER.format(type=49, content=REFER.format(type=1, content="x").replace("<", "&lt;").replace(">", "&gt;")),
            Quote("一呼", "我来 & 他"),
            "我来 & 他",
            id="XML about a reply",
        ),
        pytest.param(
            REFER.format(type=49, content="&lt;msg&gt;&lt;title&gt;文章&lt;/title&gt;&lt;/msg&gt;"),
            Quote("一呼", "文章"),
            "我来 & 他",
            id="XML about a link",
        ),
        pytest.param(
            REFER.format(type=48, content="&lt;location/&gt;"),
            Quote("一呼", "[消息]"),
            "我来 & 他",
            id="XML about a place",
        ),
        pytest.param("<msg><refermsg></refermsg></msg>", None, "<msg><refermsg></refermsg></msg>", id="XML, no reply"),
        pytest.param("<3 谢谢", None, "<3 谢谢", id="a heart"),
        pytest.param("", None, "", id="nothing"),
    ],
)
def test_quotes(text: str, quote: Quote | None, reply: str) -> None:
    assert split_quote(text) == (quote, reply)


@pytest.mark.parametrize(
    ("text", "ids", "expected"),
    [
        pytest.param("帮我买药", (), (False, "帮我买药"), id="nobody"),
        pytest.param("@一呼\u2005帮我买药", (), (True, "帮我买药"), id="picked from the list"),
        pytest.param("@一呼 帮我买药", (), (True, "帮我买药"), id="typed with a space"),
        pytest.param("@一呼，帮我买药", (), (True, "帮我买药"), id="typed with a comma"),
        pytest.param("谢谢@一呼", (), (True, "谢谢"), id="at the end"),
        pytest.param("谢谢@一呼\u2005帮我", (), (True, "谢谢 帮我"), id="in the middle"),
        pytest.param("@一呼\u2005@一呼\u2005在吗", (), (True, "在吗"), id="twice"),
        pytest.param("@一呼百应 在吗", (), (False, "@一呼百应 在吗"), id="another's name begins with it"),
        pytest.param("me@一呼.cn", (), (False, "me@一呼.cn"), id="an address"),
        pytest.param("@楼长(机器人)\u2005在吗", (), (True, "在吗"), id="the name in this room, with brackets"),
        pytest.param("@一呼\u2005在吗", ("me",), (True, "在吗"), id="id and name"),
        pytest.param("在吗", ("me",), (True, "在吗"), id="id, no name in the text"),
        pytest.param("@新名字\u2005在吗", ("me",), (True, "在吗"), id="id and a name not known here"),
        pytest.param(
            "@新名字\u2005@小李\u2005在吗", ("me", "bob"), (True, "@新名字\u2005@小李\u2005在吗"), id="whose is whose?"
        ),
        pytest.param("@所有人\u2005开会", ("me", "bob"), (False, "@所有人\u2005开会"), id="everybody is nobody"),
        pytest.param("@所有人 @一呼\u2005开会", ("me", "bob"), (True, "@所有人 开会"), id="everybody and the bot"),
        pytest.param("@一呼 小助手\u2005在吗", ("bob",), (False, "@一呼 小助手\u2005在吗"), id="another was mentioned"),
        pytest.param("@小李\u2005@一呼\u2005在吗", ("bob",), (True, "@小李 在吗"), id="both, one id"),
    ],
)
def test_mentions(text: str, ids: tuple[str, ...], expected: tuple[bool, str]) -> None:
    assert take_mention(text, ["一呼", "", "楼长(机器人)"], ids=ids, me="me") == expected


def test_nobody_is_meant_while_the_account_is_not_known() -> None:
    assert take_mention("在吗", [], ids=("",), me="") == (False, "在吗")


@pytest.mark.parametrize(
    ("text", "wire"),
    [
        pytest.param("在吗", "@小李\u2005@a(b\u2005在吗", id="put in front"),
        pytest.param("@小李 加我好友 @a(b", "@小李\u2005加我好友 @a(b\u2005", id="made whole where they stand"),
        pytest.param("@小李\u2005@a(b\u2005好", "@小李\u2005@a(b\u2005好", id="right already"),
    ],
)
def test_mentions_on_the_way_out(text: str, wire: str) -> None:
    assert with_mentions(text, [Person("b", "小李"), Person("c", "a(b")]) == wire


hostile = st.text(alphabet=st.sampled_from("「」:： \n\r-—@＠一呼\u2005<>&;/refmsg") | st.characters(), max_size=200)


@given(hostile, st.lists(hostile, max_size=3), st.lists(st.sampled_from(["me", "bob", ""]), max_size=3))
def test_any_text_and_name_can_be_read(text: str, names: list[str], ids: list[str]) -> None:
    quote, reply = split_quote(text)
    assert quote is not None or reply.replace("\r\n", "\n") == text.replace("\r\n", "\n")
    take_mention(reply, names, ids=ids, me="me")
    with_mentions(text, [Person("x", name) for name in names])


@given(hostile.filter(lambda name: not set(name) & set("「」:：\n\r") and name.strip() == name), hostile)
def test_a_reply_to_anybody_comes_through(name: str, words: str) -> None:
    words = words.replace("「", "").replace("」", "")
    quote, reply = split_quote(f"「{name}：{words}」\n- - - - -\n我来")
    assert reply == "我来"
    assert quote is not None
    assert quote.sender == name


@pytest.mark.parametrize("text", ["「" * 10_000, "「a：" * 3000 + "」\n---\n" * 3000, "@" * 10_000, "」\n---\n" * 2000])
def test_long_and_nasty_text_is_read_quickly(text: str) -> None:
    split_quote(text)
    take_mention(text, ["一呼", "a"], ids=(), me="me")
