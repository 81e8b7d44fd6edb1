"""What people say to an activity: features of 报名, 取消报名 and 签到. Text is masked."""

from typing import Final

from handlers.understanding.scoring import Rule, rule

_OUT: Final = (
    r"(?:不去了|不来了|去不了|来不了|不参加了|去不成|来不成|不报了|来不到|去不到|去不了了|参加不了了|来不了了)"
)
#: Words that say by themselves that somebody signs up or out.
COUNTED_IN: Final = (
    r"(?<!就)算上?(?:我|俺)(?!输|家|不|的|倒|错|没)|算(?:上)?[\u4e00-\u9fff]{1,3}(?:一个|\ue008)|(?:带上?|加上?|添|加)我(?:一个|\ue008)|帮.{1,4}报个?名|我(?:和|跟|带).{1,5}(?:都|一起)(?:来|去|参加|报)(?=$|[,。!\s])|(?:给我|帮我)?留(?:一个|个|1个|\ue008)(?:位|名额|[,。!\s]|$)|"
    r"(?:全|都)上(?=[,。!\s]|$)|我报(?=$|[,。!\s])|我要来(?=[!。\s]*$)"
)
COUNTED_OUT: Final = (
    rf"(?:我|我们|我和[^,。!?]{{1,4}})(?:都|就|也)?{_OUT}(?=$|[,。!\s])|^\W*[\u4e00-\u9fff]{{1,4}}退出(?=$|[,。!\s])|"
    r"(?:^|[,。\s])退[\u4e00-\u9fff]{2,3}(?=[,。!]|$)|(?:名字|名)(?:划|去|删)掉|(?:取消|撤|退)(?:掉|了)?.{0,6}报名|报名.{0,8}(?:取消|撤|退)|"
    r"参加不(?:了|成)"
)

SIGN_UP_RULES: Final[tuple[Rule, ...]] = (
    rule(
        "enrol_keyword",
        r"报名(?!了吗|费|截止|的|开始|表)|报个名|我报(?=$|[,。!\s])|参加(?!了|过|的)|^\W*\+\s?\d|带(?:我|"
        r"上我)一个|我要来|留(?:个|一个)?(?:位|名额)",
        enrol=3.0,
        claim_order=-1.5,
    ),
    rule(
        "withdraw_keyword",
        r"取消报名|退出|不(?:参加|报|去)了|报名(?:撤|取消|退|删)|退(?:报|名)|名额(?:给|让)",
        withdraw=3.5,
        enrol=-4.0,
        cancel_order=-3.5,
        release_order=-2.5,
        claim_order=-3.0,
    ),
    rule("check_in_keyword", r"签到|打卡到了|^到了[!。]?$", check_in=3.2, claim_order=-2.0),
    rule(
        "first_person",
        r"(?:我|我们|我家.{1,4}|咱)(?:也|都|要|想|来|先|就|可以|能|[^,。!?]{0,8}(?:全|都)上,)*(?:报名|参加|报个名|报(?=$|[,。!\s]))(?!了|过|费|吗|完)|"
        r"我要来(?=[!。\s]*$)|我们.{2,12}报名",
        enrol=1.5,
    ),
    rule("here_now", r"打卡\s?\ue003|(?:我)?(?:已|已经)到(?:现场|了)|到(?:位|点|场)了", check_in=3.0),
)
#: Weighed only where no posting is named: of an order these words say something else.
SIGN_UP_GUESSES: Final[tuple[Rule, ...]] = (
    rule("counted_in", COUNTED_IN, enrol=3.8, claim_order=-0.5),
    rule("place_left", r"名额|还有(?:位|没有位|空位)", enrol=0.8),
    rule(
        "wants_in",
        r"(?:名额|位)[^。!]{0,8}我(?:想|要|也)?(?:去|来|报)|(?:可以|能|想|要)参加(?=$|[,。!\s])|报名参加|^\W*\+\s?\d(?=\W*$)",
        enrol=1.8,
    ),
    rule("counted_out", COUNTED_OUT, withdraw=3.6, enrol=-4.5),
)
