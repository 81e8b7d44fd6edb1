"""The workbook that `yihu import --example` writes: every table with its columns and a few made-up rows."""

from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Font

from bot.importing.tables import KINDS

_ROWS: Final[dict[str, list[list[str | int | float]]]] = {
    "站点": [
        ["示例中心", "中心", "", 30.6700, 104.1000],
        ["双桥子所", "所", "示例中心", 30.6750, 104.1000],
        ["下涧槽站", "站", "双桥子所", 30.6800, 104.1000, "东门、菜市场门口、3栋楼下"],
    ],
    "人员": [
        ["网格员小王", "网格员", "下涧槽站", "", "13800001111", "wang-example", ""],
        ["李姐", "队长", "下涧槽站", "康乐队", "13800002222", "li-example", ""],
        ["小张", "志愿者", "下涧槽站", "康乐队", "", "zhang-example", ""],
    ],
    "群": [],  # only rooms the bot is in can be imported
    "菜单": [
        ["下涧槽站", 1, "量血压", "健康服务", "社区卫生站", "全年", ""],
        ["下涧槽站", 3, "理发", "理发便民", "康乐队", "全年", 10],
        ["双桥子所", 5, "清洗空调滤网", "维修", "巧手队", "5-9", 6],
    ],
}
_WIDTH: Final = 16


def example_workbook() -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    for kind in KINDS:
        sheet = book.create_sheet(kind.titles[0])
        sheet.append([column.title for column in kind.columns.values()])
        for place, column in enumerate(kind.columns.values(), start=1):
            sheet.cell(1, place).font = Font(bold=column.is_required)
            sheet.column_dimensions[sheet.cell(1, place).column_letter].width = _WIDTH
        sheet.freeze_panes = "A2"
        for row in _ROWS[kind.titles[0]]:
            sheet.append(row)
    return book
