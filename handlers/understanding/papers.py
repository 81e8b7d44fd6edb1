"""What a notice says people need to have: insurance, a health certificate, a driving licence."""

import re
from typing import Final

#: 不需要健康证 asks for none.
_NOT_NEEDED: Final = re.compile(
    r"(?:不|无|没|免)(?:需要?|用|要|必|须|有|买|带)?[^,。;\s]{0,6}?(?:保险|健康证|驾(?:驶)?[证照]|资格证|急救员?证|护[士理]证)"
)
#: The first that holds of each group, as the posting shows it.
_PAPERS: Final[tuple[tuple[tuple[str, str], ...], ...]] = (
    (
        (
            r"自(?:己|行|费)?(?:购)?(?:买|备)(?:意外)?险|自(?:己|行|费)?(?:购)?(?:买|备)(?:好)?(?:意外)?保险",
            "自己买保险",
        ),
        (
            r"(?:统一|给大家|给志愿者|为大家|为志愿者|主办方|社区|我们)[^,。\n]{0,4}(?:购买|买|上|办)(?:了)?(?:意外)?保?险",
            "统一买保险",
        ),
        (r"(?:购买|买|要有|需要?|须有?|有)(?:意外)?保险", "要有保险"),
    ),
    ((r"(?:有|持|带|需要?|要)?健康证", "需健康证"),),
    ((r"(?:(?:有|持|带|需要?|要)?驾(?:驶)?[证照]|会开车)", "需驾照"),),
    ((r"(?:有|持|带|需要?|要)?(?:护士|护理|急救员?)(?:资格)?证", "需护理或急救证"),),
)
_FOUND: Final = tuple(tuple((re.compile(pattern), words) for pattern, words in group) for group in _PAPERS)


def papers_in(text: str) -> list[str]:
    """
    >>> papers_in("需健康证,统一买保险"), papers_in("不需要健康证")
    (['统一买保险', '需健康证'], [])
    """
    text = _NOT_NEEDED.sub(" ", text)
    found = (next((words for pattern, words in group if pattern.search(text)), None) for group in _FOUND)
    return [words for words in found if words is not None]
