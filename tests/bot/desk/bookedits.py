"""A small book, and an edit of every kind."""

from __future__ import annotations

from bot.desk.bookedit import Edit

TEXT = """# 总的说明
revision = 1
incidental = ['路过']

[category.parking]
# 停车的词
words = ["乱停车 2.5",  # 常见
  "车位 0.8"]
guards = ['停车费']

[learnt.codes]
a = "category.parking -5"
"""
EVERY = [
    Edit("word", "category.parking", "僵尸车", 3),
    Edit("word", "category.parking", "车位", 1.5, before=0.8),
    Edit("pattern", "category.parking", r"车\d{2}停", 1.5),
    Edit("guard", "category.parking", "停车费", None, before=True),
    Edit("setting", "category.parking", "floor", 0.5),
    Edit("word", "danger.fire", "冒烟", 2),
    Edit("incidental", "", "遛狗", True),
    Edit("pressing", "urgency", "快来", 2),
    Edit("label", "routing.labels", "parking", "停车"),
    Edit("preferred", "routing.preferred", "parking", [["property"], ["community", "street"]]),
    Edit("term", "terms", "parking", 24),
    Edit("receipt", "replies.receipt", "parking", "拍下车牌。"),
    Edit("no_case", "replies.no_case", "ad", "不登记。"),
    Edit("nickname", "nicknames", "rongyu", ["老榕"]),
    Edit("note", "notes", "category.parking.words.僵尸车", {"comment": "夏天", "until": "2026-12-31"}),
    Edit("campaign", "campaign", "创城", {"owner": "chen", "until": "2026-12-31", "words": {"noise": ["吵 2"]}}),
]
