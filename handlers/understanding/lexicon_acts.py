"""What people say to an order that exists: features of the short acts. O is a masked number; text is masked."""

from typing import Final

from handlers.understanding import masks
from handlers.understanding.scoring import Rule, rule

O: Final = f"{masks.ORDER}+"  # noqa: E741 - reads as the mask it is
S: Final = f"{masks.STARS}+"
T: Final = f"{masks.TIME}+"
_HEAD: Final = r"(?:^|[\s,。;!?、:]|我|来|就|姐|哥|嬢|老师|师傅|帮|把|请|先|再|给)"
_DONE_VERB: Final = r"(?:修|弄|搞|办|做|送|买|装|换|整|搬|抬|理|剪|打扫|扫|疏通|通|接|陪|看|教|测|量|喂|借|补|调|还|交|取|拿|查|洗|遛|辅导|处理|解决|安排|清理|缝|改|写|打印|聊|教会|掏|带|推)"

ACT_RULES: Final[tuple[Rule, ...]] = (
    # claim
    rule("claim_keyword", r"接单(?!员|平台|赚|接)|认领|抢单|领单|接受派单|接受(?=\W*$)", claim_order=2.6),
    rule("takes_number", rf"{_HEAD}接(?:了|下|哈)?[\s#:第]{{0,3}}{O}", claim_order=3.2),
    rule("i_come", r"(?<!带|等|给|陪|跟|让|叫|喊|帮)我(?:也|先|就|都|能|可以|得行|顺路|马上|现在|一会儿|等(?:下|会儿?)|下班|骑车|开车|要|这就|来就|都|去|就去)?(?:来(?!自|说|不|了)|去(?!不|了|过|年|他)|接(?!不|到|单不|的单|娃|孩)|上(?!班|次|回|不|周|个)|包(?!里)|领|认)", claim_order=2.0, enrol=0.8),
    rule("i_can", r"我(?:可以|得行|能行|会(?!不)|能(?!不)|试试|愿意|没问题|有空|顺路|有(?:车|工具|时间|三轮|电钻|梯子|搭火线)|熟|在行|拿手|就在|住(?:得)?近|行|家(?:有|里有|头有))|这个我(?:会|行|可以|得行)", claim_order=1.0),
    rule("i_do_it", r"我.{0,10}(?:带上去|带过去|送过去|送上去|拉过去|拿过去|捎(?:过去|她|他|上)|走一趟|跑一趟|去一趟|过去|上去|弄|整|帮|送|拿|买|看看|搭把手|处理)(?!不)", claim_order=1.0),
    rule("to_me", r"(?:让给|交给|留给|归|派给|给)我(?!们|家|妈|爸|儿|女|娃|老|弟|姐|看|发|打|退|改|取|算了)|写我(?:的)?名字?|算我的|让我来|记我|包在我身上|我包了|我负责|我认", claim_order=2.0),
    rule("number_then_i", rf"{O}(?:号)?(?:单|那单|这单|那个|这个|的)?.{{0,10}}我(?!妈|爸|儿|家|们|那)", claim_order=0.8),
    rule("this_order_i", r"这(?:个|一?单|活|趟).{0,4}我", claim_order=1.0),
    rule("glad", r"^(?:可以|得行|要得|好嘞|没问题|行)[,!。 ]|没问题|马上(?:到|来|去|过|出)|这就(?:来|去)|\d?分钟(?:到|下)|没人(?:去|接|来|要)?(?:的话|就|我)|还没人", claim_order=0.7),
    rule("helping_hand", r"算我(?:一个|一份|一把)?(?:力)?", claim_order=1.0, enrol=1.5),
    rule("not_claiming", r"接不(?:了|到|成|完|过来)|没法接|不敢接|(?<!有没)没接(?!单)|(?:怎么|咋个?|如何|谁|哪个|有人|没人|你)接(?:的|了|单|吗|没)?(?!.{0,8}我)|听说|别接|莫接|不要接|不能接|接了(?:好?多|很多|一天|半天|几|\d+)|接单(?:到手|到半夜|接)|接单的(?:人|师傅)", claim_order=-4.0),
    # release
    rule("release_keyword", rf"退单|退回{O}?|{_HEAD}退(?:了|掉)?[\s#:]{{0,2}}{O}|{O}号?(?:单|那单)?(?:我)?(?:退|退了|不接了|放了)", release_order=3.2, claim_order=-3.0),
    rule("cannot_do", r"(?:去|来|接|做|办|搞|弄|送|走|赶|顾|陪|拿|修|帮|跑|到|取)不(?:了|成|赢|定|开|脱|到|上|过来|拢)|不(?:能|得|方便)(?:去|来|行|接)|没(?:时间|得空|空|法)(?:去|来|弄)?|走不|忙不过来|不接了|(?<!你)不去了|临时(?:有事|加班|要)|顾不|弄不了|去不到|不得空|有事", release_order=2.0, claim_order=-2.5, withdraw=1.0),
    rule("someone_else", r"(?:另外|重新|再|还是)?(?:找|换|喊)(?:个|别的?|其他)?人(?!修)|别(?:人|个)(?:来|接|去)|让给|给别(?:人|个)|哪个(?:顶|接一下|接到)|帮我顶|谁(?:方便)?接一下|放出来|对不住|对不起|抱歉|不好意思", release_order=1.2),
    # cancel
    rule("cancel_keyword", rf"撤单|撤销{O}|取消(?!报名|了?吗|的)|{_HEAD}撤(?:了|掉|回)?[\s#:]{{0,2}}{O}|{O}号?(?:单)?(?:就)?(?:撤|取消|删)(?:了|掉|吧|嘛|销)?", cancel_order=3.2, claim_order=-3.0),
    rule("no_need", r"不用(?:了|来|跑|管|麻烦|找|修|送|接|买|搬|借|去|帮|再|换|陪)|(?:不|没)(?:再)?(?:要|需要|修|抬|借|买|搬|换|理|去医院|做|麻烦|装)(?:人|大家|你们)?了|用不着|不必(?:来|了)|莫(?:来|跑)了?|白跑|白操心|别(?:来|跑)了|算了", cancel_order=2.2, claim_order=-2.5, finish_order=-1.5),
    rule("solved_otherwise", r"(?:已经)?(?:解决|找到|借到|自己|房东|儿子|女儿|老公|物业|邻居|医院).{0,8}(?:了|咯)", cancel_order=0.7),
    # finish
    rule("finish_keyword", rf"完成(?!不|作业|任务)|办结|结单|{O}(?:号|单)?(?:都)?(?:完|好|结)了|(?:^|\s)完[\s#]?{O}", finish_order=3.2, claim_order=-2.0),
    rule("done", rf"{_DONE_VERB}(?:完|好|到|归一|巴适|妥|利索|毕|齐|通|回|上|走|去)?了|{_DONE_VERB}(?:好|完|归一|妥|到位|到手|到家|通)|好了|搞定|归一|弄巴适|送到|已(?:经)?{_DONE_VERB}|交(?:到|给).{{0,8}}手|任务完成|结束了|办妥|落实", finish_order=2.0, claim_order=-1.5),
    rule("not_yet", r"没(?:修|弄|搞|做|办|装|送|整|解决|处理)(?:好|完|成|到)|还没|没搞|不行|才(?:修|弄)|等(?:下|会儿?)|明天(?:再)?|(?:吗|没|么|没有)\W*$|快.{0,3}好|如果|要是", finish_order=-2.5),
    # reopen
    rule("reopen_keyword", r"重开|重新打开|重新(?:开|派|来(?:一|修))|再开", reopen_order=3.2, finish_order=-2.0),
    rule("still_broken", r"(?:还是|还在|照样|依然|仍然)(?:会|有点?)?(?:漏|坏|堵|不|没|亮|响|滴|冒|跳|闪|臭|那样|老样子|掉|打不|关不)|又(?:漏|坏|堵|不|掉|停|响|黑|冒|跳|开始|来了|反)|没(?:有)?(?:修好|弄好|解决|搞定|整好|办成|通|处理(?:好|干净))|根本没|压根没|没得用|白修|不到.{0,3}又", reopen_order=2.2, finish_order=-3.0, review_order=-0.4),
    # edit
    rule("edit_keyword", rf"改单|修改|更改|{_HEAD}改(?:一下|哈|一哈)?[\s#:]{{0,2}}{O}", edit_order=3.2, claim_order=-2.0),
    rule("changed", rf"(?:改|换|挪|调)(?:成|到|为|在|个|一下|哈|一哈|约|期|地点|时间|至|个时间)|推迟|延(?:后|到|期|迟)|提(?:前|早)到?|往(?:后|前)(?:推|挪)|缓(?:到|一)|(?:再|要|还要|多)?加(?:一|两|个|\ue008)+个?人?|再来(?:一|两)?个人|多(?:来|要).{{0,3}}人|时间(?:变|不对|错)|地址(?:写)?错|写错了|应该是|不是.{{1,8}}是", edit_order=2.2, claim_order=-1.0),
    # review
    rule("review_keyword", rf"评单|评价(?!一下这)|打分|评分|{_HEAD}评[\s#:]{{0,2}}{O}|评一[下哈]", review_order=3.2, finish_order=-2.0, claim_order=-2.0),
    rule("stars", S, review_order=2.2, finish_order=-1.0),
    rule("grade", r"好评|中评|差评|(?:非常|很|不|特别|相当|十分|挺|还算|比较|太)?满意|^一般|一般(?:般)?(?=$|[,。!\s])|给(?:个|满)?(?:赞|满分|五星)", review_order=2.2, finish_order=-1.0),
    # dispatch
    rule("dispatch_keyword", rf"派单|指派|改派|换人|{_HEAD}派(?:了)?[\s#:]{{0,2}}{O}", dispatch_order=3.2, claim_order=-1.5),
    rule("hands_to", r"(?:派|交|转|分|安排|指派|指给|调)(?:给|到|由)(?!我)|(?:让|叫|喊|安排|请)(?!我)[^,。!?\s]{1,8}?(?:去|来|跟进|处理|接(?!着)|负责|跑一趟|上门)|由[^,。!?]{1,8}(?:负责|跟进|去|接)|归[^我,。]{1,6}(?:管|跟|去)", dispatch_order=2.2, release_order=-0.5),
    # status
    rule("status_keyword", rf"查单|查询|{_HEAD}查(?:一下|哈|一哈|下|看)?[\s#:]{{0,2}}{O}|进度", ask_status=3.2, claim_order=-2.0),
    rule("asks_status", r"有(?:没有)?人(?:没)?(?:接|去|来|管)(?:了)?(?:吗|没|么|不|嘛|没有)?|(?:谁|哪个)(?:接|去|在跟|负责)(?:的|了|单)?|接(?:了|出去)?没(?:有|得)?(?=$|[?,\s])|(?:咋|怎么)(?:个)?样了?|(?:办|弄|修|搞|做|处理)(?:好|完|得|到)[^,]{0,4}(?:没|吗|咋样|如何|步)|到哪(?:步|了|一步|儿了)|(?:啥子?|什么)(?:情况|状态|进展)|动静|下文", ask_status=3.2, claim_order=-2.5, finish_order=-2.0),
    # enrol, withdraw, check in
    rule("enrol_keyword", r"报名(?!了吗|费|截止|的|开始|表)|报个名|我报(?=$|[,。!\s])|参加(?!了|过|的)|^\W*\+\s?\d|带(?:我|上我)一个|算上?我|我要来|留(?:个|一个)?(?:位|名额)", enrol=3.0, claim_order=-1.5),
    rule("withdraw_keyword", r"取消报名|退出|不(?:参加|报|去)了|报名(?:撤|取消|退|删)|退(?:报|名)|名额(?:给|让)", withdraw=3.5, enrol=-4.0, cancel_order=-3.5, release_order=-2.5, claim_order=-3.0),
    rule("check_in_keyword", r"签到|打卡到了|^到了[!。]?$", check_in=3.2, claim_order=-2.0),
    # against all
    rule("laugh", r"哈哈|呵呵|嘻嘻|笑死|hhh|2333|嘿嘿", claim_order=-1.5, enrol=-1.5, finish_order=-0.7, cancel_order=-1.5, release_order=-1.5),
    rule("told", r"[“\"『].*[”\"』]|听说|据说|他说|她说|人家说|上(?:次|回|周)|去年|昨天.{0,12}了|那天|当年|以前|刚才看错", claim_order=-2.5, enrol=-1.5, finish_order=-0.6, cancel_order=-1.5, release_order=-1.5, withdraw=-1.5, reopen_order=-0.8),
    rule("question", r"(?:吗|么|没得|不嘛|是不是|对不对|呢)\s?\?*\s*$|\?\s*$", claim_order=-1.5, finish_order=-1.5, enrol=-1.2, cancel_order=-1.0, release_order=-0.8, edit_order=-0.5),
    rule("second_person", r"你(?!们|好)", claim_order=-0.6, enrol=-0.8, cancel_order=-0.8, release_order=-0.8, edit_order=-0.5),
)  # fmt: skip
