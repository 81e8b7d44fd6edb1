"""Festivals by name, each with the rule that finds its day. Community staff may add lines."""

from typing import Final

#: Month and day.
SOLAR: Final = {
    **dict.fromkeys(("元旦节", "元旦", "新年", "跨年日"), (1, 1)),
    "情人节": (2, 14),
    "学雷锋日": (3, 5),
    "学雷锋纪念日": (3, 5),
    **dict.fromkeys(("妇女节", "三八妇女节", "国际妇女节", "三八节", "女神节"), (3, 8)),
    "植树节": (3, 12),
    **dict.fromkeys(("消费者权益日", "国际消费者权益日"), (3, 15)),
    "愚人节": (4, 1),
    "世界水日": (3, 22),
    "世界卫生日": (4, 7),
    "世界地球日": (4, 22),
    "世界读书日": (4, 23),
    **dict.fromkeys(("劳动节", "五一劳动节", "五一国际劳动节", "国际劳动节", "五一节"), (5, 1)),
    **dict.fromkeys(("青年节", "五四青年节"), (5, 4)),
    **dict.fromkeys(("护士节", "国际护士节"), (5, 12)),
    "国际家庭日": (5, 15),
    **dict.fromkeys(("儿童节", "六一节", "六一儿童节", "国际儿童节"), (6, 1)),
    "世界环境日": (6, 5),
    "国际禁毒日": (6, 26),
    **dict.fromkeys(("建党节", "香港回归纪念日"), (7, 1)),
    **dict.fromkeys(("建军节", "八一建军节"), (8, 1)),
    "医师节": (8, 19),
    "教师节": (9, 10),
    "烈士纪念日": (9, 30),
    **dict.fromkeys(("国庆节", "国庆", "国庆日"), (10, 1)),
    "老板节": (10, 16),
    **dict.fromkeys(("万圣夜", "万圣节前夜", "万圣节"), (10, 31)),
    **dict.fromkeys(("万圣日", "诸圣节"), (11, 1)),
    "记者节": (11, 8),
    "全国消防日": (11, 9),
    **dict.fromkeys(("光棍节", "双十一"), (11, 11)),
    "世界艾滋病日": (12, 1),
    "国际残疾人日": (12, 3),
    **dict.fromkeys(("国家宪法日", "宪法日"), (12, 4)),
    **dict.fromkeys(("国际志愿者日", "志愿者日"), (12, 5)),
    "双十二": (12, 12),
    "国家公祭日": (12, 13),
    "澳门回归纪念日": (12, 20),
    **dict.fromkeys(("平安夜", "圣诞夜", "圣诞前夜"), (12, 24)),
    **dict.fromkeys(("圣诞节", "圣诞"), (12, 25)),
    "跨年夜": (12, 31),
}
#: Festivals called by their numbers: days only where the words beside them say so.
NUMBER_FESTIVALS: Final = {
    "三八": (3, 8),
    "三一五": (3, 15),
    "五一": (5, 1),
    "五四": (5, 4),
    "六一": (6, 1),
    "七一": (7, 1),
    "八一": (8, 1),
    "十一": (10, 1),
}
#: Lunar month and day.
LUNAR: Final = {
    **dict.fromkeys(("春节", "大年初一", "年初一", "新春", "农历新年", "中国新年", "正月朔日"), (1, 1)),
    **dict.fromkeys(("元宵节", "元宵", "上元节"), (1, 15)),
    **dict.fromkeys(("龙抬头", "春龙节"), (2, 2)),
    **dict.fromkeys(("浴佛节", "佛诞"), (4, 8)),
    **dict.fromkeys(("卫塞节", "威瑟节"), (4, 15)),
    **dict.fromkeys(("端午节", "端午", "端阳节"), (5, 5)),
    **dict.fromkeys(("七夕节", "七夕"), (7, 7)),
    **dict.fromkeys(("中元节", "盂兰节"), (7, 15)),
    **dict.fromkeys(("中秋节", "中秋"), (8, 15)),
    **dict.fromkeys(("重阳节", "重阳", "敬老节"), (9, 9)),
    **dict.fromkeys(("寒衣节", "祭祖节"), (10, 1)),
    "下元节": (10, 15),
    **dict.fromkeys(("腊八节", "腊八"), (12, 8)),
    "小年夜": (12, 23),
}
#: Month, weekday (Monday is 0), which one; -1 is the last.
NTH_WEEKDAYS: Final = {
    **dict.fromkeys(("母亲节", "国际母亲节"), (5, 6, 2)),
    "全国助残日": (5, 6, 3),
    "助残日": (5, 6, 3),
    "父亲节": (6, 6, 3),
    "感恩节": (11, 3, 4),
    "黑色星期五": (11, 4, 4),
}
_TERM_NAMES: Final = (
    *("立春", "惊蛰", "春分", "清明", "立夏", "芒种", "夏至", "小暑", "大暑"),
    *("立秋", "处暑", "秋分", "寒露", "霜降", "立冬", "冬至", "小寒", "大寒"),
)
TERMS: Final = {"清明节": "清明", "农民丰收节": "秋分", **{name: name for name in _TERM_NAMES}}
#: Weather, or what people call their children.
DOUBTFUL_TERMS: Final = ("雨水", "小雪", "大雪", "小满", "谷雨", "白露")
EVES: Final = ("除夕", "除夕夜", "大年三十", "年三十", "大年夜")

#: Days after Easter.
EASTER: Final = {
    **dict.fromkeys(("忏悔火曜日", "忏悔星期二"), -47),
    **dict.fromkeys(("圣灰星期三", "圣灰礼仪日", "圣灰日"), -46),
    **dict.fromkeys(("棕枝主日", "圣树主日", "圣枝主日", "棕榈主日"), -7),
    **dict.fromkeys(("神圣星期四", "圣周四", "圣星期四", "濯足节"), -3),
    **dict.fromkeys(("主受难节", "主受难日", "耶稣受难日", "耶稣受难节", "受难节", "圣周五", "圣星期五"), -2),
    **dict.fromkeys(("圣周六", "圣星期六", "神圣周六", "神圣星期六", "黑色星期六"), -1),
    **dict.fromkeys(("复活节", "主复活日", "复活节星期日", "复活主日"), 0),
    "复活节星期一": 1,
    **dict.fromkeys(("耶稣升天节", "主升天节", "基督升天节", "升天节"), 39),
    **dict.fromkeys(("五旬节", "五旬节主日", "圣灵降临日", "圣灵降临节"), 49),
    **dict.fromkeys(("圣灵节庆日", "圣灵降临节翌日"), 50),
    **dict.fromkeys(("圣三一主日", "天主圣三一节", "圣三节", "三一主日"), 56),
    **dict.fromkeys(("基督圣体节", "基督圣体圣血节", "圣体节"), 60),
}
#: Month and day of the Islamic year.
HIJRI: Final = {
    "伊斯兰教新年": (1, 1),
    **dict.fromkeys(("阿舒拉节", "阿术拉节"), (1, 10)),
    "圣纪节": (3, 12),
    "登霄节": (7, 27),
    "斋月初一": (9, 1),
    **dict.fromkeys(("盖德尔夜", "法令之夜"), (9, 27)),
    **dict.fromkeys(("开斋节", "肉孜节", "尔代节"), (10, 1)),
    **dict.fromkeys(("古尔邦节", "宰牲节"), (12, 10)),
}
#: The Eastern Church reckons by the Julian calendar.
ORTHODOX: Final = {"拉撒路圣周六": -8, **{f"东正教{name}": after for name, after in EASTER.items()}}
#: The feast that one begins at, and its days.
FASTS: Final = {
    **dict.fromkeys(("斋月", "穆斯林斋月"), ("斋月初一", 30)),
    **dict.fromkeys(("大斋期", "大斋节"), ("圣灰日", 46)),
}

FESTIVALS: Final = (*SOLAR, *LUNAR, *NTH_WEEKDAYS, *TERMS, *EVES, *EASTER, *ORTHODOX, *HIJRI, *FASTS)
