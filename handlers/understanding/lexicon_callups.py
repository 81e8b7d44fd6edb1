"""What a call-up sounds like: who starts or ends it, against what, and what only tells of one."""

import re
from typing import Final

from handlers.understanding import masks
from handlers.understanding.scoring import Rule, rule

_WORK: Final = (
    r"防汛|抗洪|抗旱|排涝|洪水|内涝|积水|暴雨|沙袋|堤|巡堤|铲雪|除雪|扫雪|下雪|结冰|除冰|冰雪|地震|"
    r"余震|疏散|转移(?:群众|老人|居民)|安置|抢险|救灾|灾后|山火|台风|塌方|滑坡|泥石流|停水|断水|停电|断电|疫情|"
    r"封控|核酸|防疫|走失|搜救|寻人|寻找|高温|寒潮|清淤|倒树|燃气泄漏|应急"
)
_START: Final = r"(?:启动|发起|开始|开启|进入|组织|实施|现在)"
_END: Final = r"(?:结束|解除|终止|停止|取消|撤销|关闭)"
_CALL: Final = r"(?:动员令?|应急(?:响应|预案|集结|值守)?|集结|响应|战备|值守|演练|演习)"

ENDS: Final = re.compile(rf"{_END}[^,。!?\n]{{0,10}}{_CALL}|{_CALL}[^,。!?\n]{{0,4}}(?:结束|解除|终止)")
DRILL: Final = re.compile(r"演练|演习|练兵|拉练|(?:只是|这是)(?:一次)?测试")

CALL_RULES: Final[tuple[Rule, ...]] = (
    rule("starts_call", rf"{_START}[^,。!?]{{0,12}}{_CALL}", mobilise=4.0),
    rule("ends_call", ENDS.pattern, mobilise=4.6),
    rule(
        "urgent_call",
        r"^\W*动员[\W]|应急集合|演练(?:结束|开始|到此)|(?:抢险|抢修)(?:队员?|人员)?[^,。!?]{0,8}到|紧急(?:动员|集合|集结|招募|征集|召集|求援|支援|增援|通知.{0,20}(?:集合|集结|到位))|动员令|动员(?:演练|大家|全体|所有|各)",
        mobilise=3.6,
    ),
    rule("crisis", _WORK, mobilise=1.6),
    rule(
        "short_of_hands",
        r"(?:还?缺|还?差|急需|需要?|要|来|调|抽|再来|请)\s?(?:\ue008|[一二两三四五六七八九十几\d]{1,3}(?:个|名|位|人))|缺人|人手不(?:够|足)",
        mobilise=1.4,
    ),
    rule("head_count", masks.PEOPLE, mobilise=0.5),
    rule(
        "gather",
        r"集合|集结|到位|报到|待命|速(?:来|到)|马上(?:来|到|去)|立即|立刻|赶(?:到|紧)|全体|所有(?:志愿者|队员|党员)|能来的(?:都)?|回复",
        mobilise=1.2,
    ),
    rule(
        "tells_of_it",
        r"昨(?:天|晚)|上(?:周|次|个月|回)|去年|圆满|开展了|举行了?|大家都辛苦|感谢|谢谢|表扬|总结|新闻|听说|据|转发|讲座|知识|宣传|"
        r"培训|报名(?!.{0,6}(?:集合|集结))|试鸣|不要(?:慌|惊慌)|请勿|注意安全|提醒|温馨",
        mobilise=-2.6,
    ),
    rule("asks", r"[吗么?]\s*$|要不要|是不是", mobilise=-2.0),
)
