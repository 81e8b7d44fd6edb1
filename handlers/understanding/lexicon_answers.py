"""Yes and no as people here say them, a number alone, and what is no answer to anything."""

import re
from typing import Final

_TAIL: Final = (
    r"(?:的|嘛|哈|哦|噢|吧|呀|啊|咯|了|呢|撒|噻|哟|喔|呐|喃|就行|谢谢(?:你|您|哈|了)?|麻烦(?:你|您)?了?|辛苦了?)*"
)
_YES_WORD: Final = (
    r"必须来|一定(?:到|来)|登记一[下哈]|走起|准到|要得|得行|可以|好(?:的|嘛|嘞|吧|哇|滴)?|是(?:的|嘞|啊)?|对(?:的|头)?|行|嗯+|恩|同意|确认|确定|"
    r"登记|需要|还需要|还要|要|来|肯定来|能来|没问题|没得问题|中|ok|OK|Ok|okay|yes|yep|yeah|sure|y|Y|1|愿意|接受|"
    r"我接|我来|我去|能行|准时来?|没意见|照[旧办常]|当然|妥|巴适|发嘛|发|用嘛|用|引用|可以引用|没事|离开|"
    r"继续|是我|本人|来的|会来|到|收到|晓得了"
)
_NO_WORD: Final = (
    r"不要登记|不用登记|不用|不用了|不要|不要了|不了|算了|不来|来不了|来不成|来不到|去不到|不去|去不了|去不成|不行|不得行|不同意|"
    r"不可以|不需要|不需要了|不必|不登记|别|别发|莫|莫发|莫用|没(?:得|有)?(?:必要|事)|没事了|没得事|"
    r"不是|不|否|no|NO|No|n|N|2|取消|拒绝|不接|接不了|不愿意|不方便|没空|不想|不弄了|作罢|不好|解决了|已经解决|"
    r"莫得事|不发|不离开|走不开|不对|弄好了"
)
YES: Final = re.compile(rf"(?:{_YES_WORD}){_TAIL}[,\s]?(?:(?:{_YES_WORD}){_TAIL}[,\s]?){{0,3}}[!。~.\s]*")
NO: Final = re.compile(rf"(?:{_NO_WORD}){_TAIL}[,\s]?(?:(?:{_NO_WORD}){_TAIL}[,\s]?){{0,3}}[!。~.\s]*")
YES_START: Final = re.compile(rf"(?:(?:{_YES_WORD}){_TAIL}){{1,3}}(?:$|[,。!~\s])")
NO_START: Final = re.compile(rf"(?:(?:{_NO_WORD}){_TAIL}){{1,3}}(?:$|[,。!~\s])|(?:不|没|莫)(?!问题|事|得事|得问题)")
UNSURE: Final = re.compile(r"看情况|待命|不一定|说不准|可能|再说|到时候|晚点|才有空|备用|替补|随时|待定")
QUOTED_YES: Final = re.compile(
    r"(?:接|来|我|1|\+1|上|行|好|可以|要得|得行|ok|OK|收|领|中|报名|报|举手|在|我在|我的|扣1)(?:的|嘛|"
    r"吧|哈|了|啊|哦|嘞|滴)?[!。~.\s]*\Z"
)
#: The bot's line under which free words are a review.
ASKS_REVIEW: Final = re.compile(r"评单|[几五5]\s?星|(?:办好|完成|做好|修好)了吗|满意吗|怎么样")
HALF_DONE: Final = re.compile(
    r"(?:只|才|就)(?:解决|修|弄|做|办|搞|整|来|送|买|搬|装)(?:了|好|完)?(?:一半|一部分|半截|一个|"
    r"一点)|(?:一半|半截)(?:没|还)|还(?:差|剩|有)(?:一半|一部分|些|点).{0,6}(?:没|要)|没(?:弄|做|修|"
    r"搞)完"
)
#: Whoever asks back has not answered.
IS_QUESTION: Final = re.compile(
    r"[?]\s*$|(?:吗|么|呢|没得)\W*$|在?(?:哪里|哪儿|哪点|哪买|哪家)|^(?:谁|哪个|哪位|请问|为什么|怎么|咋)"
)
#: One of what was offered, or so many stars.
ONE_NUMBER: Final = re.compile(
    r"#?\s?(\d{1,4}|[一二三四五六七八九十两]{1,3})\s?(?:号|分|颗?星|单|号单)?[!。.~\s吧嘛哈]*\Z"
)
#: Whoever begins something else has not answered either.
NEW_TOPIC: Final = re.compile(
    r"点单|求助|帮我|谁(?:有|能|会|可以)|哪个(?:有|能|会|得空)|有没有人|接单|报名|菜单|帮助|签到|借|接龙|招募|随手拍|报修|举报|反映|说明书?|@|【"
)
