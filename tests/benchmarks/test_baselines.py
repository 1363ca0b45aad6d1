"""What plain ways reach on the same messages by the same measure, beside ours; run by `make bench`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from bot.evaluation import measure_labels
from intents.classify import classify
from intents.rule import COLUMNS, Learnt, parse_rules, shipped_rules_text
from intents.terms import CompiledRules, compile_rules

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
TEXT_LENGTH = 300

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"the measuring texts are not there: {DATA.name}"),
    pytest.mark.timeout(600),
]

#: What comes to mind in a minute for each category.
OBVIOUS = {
    "parking": ("停车", "车位", "乱停", "违停", "挪车"),
    "illegal_construction": ("违建", "违章", "搭建", "加盖", "私搭", "承重墙"),
    "property_fee": ("物业费", "停车费", "收费", "公摊", "押金", "涨价"),
    "property_service": ("物业", "保安", "保洁", "业委会", "门禁"),
    "noise": ("噪音", "太吵", "扰民", "吵", "施工"),
    "sanitation": ("垃圾", "臭", "污水", "油烟", "脏", "异味"),
    "utilities": ("停水", "停电", "水压", "燃气", "电费", "宽带"),
    "facility": ("路灯", "电梯", "井盖", "漏水", "坑", "坏了"),
    "safety": ("消防", "安全", "危险", "高空抛物", "偷", "着火"),
    "neighbor": ("邻居", "楼上", "楼下", "隔壁"),
    "care": ("老人", "残疾", "低保", "医院", "医保", "养老"),
    "child": ("学校", "幼儿园", "孩子", "学区", "老师"),
    "employment": ("工资", "社保", "劳动", "退休", "招聘"),
    "civic": ("拆迁", "户口", "公积金", "身份证", "征地"),
    "housing": ("开发商", "交房", "质量", "延期", "精装"),
    "transport": ("公交", "地铁", "红绿灯", "堵车", "道路"),
    "volunteer": ("志愿", "义工", "帮忙"),
}

#: Texts to their categories or intents, "" for none.
Reading = Callable[[Sequence[str]], list[str]]


@dataclass(frozen=True, slots=True)
class Contender:
    """A way to read messages; `intent` is None where it knows of none. `ours` are not baselines."""

    name: str
    category: Reading
    intent: Reading | None = None
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A measured set: macro-F1 of its categories, or the accuracy of its intents; `accident` is no difference."""

    name: str
    file: str
    field: str
    label: str = "category"
    accident: float = 0.0


COLUMNS_MEASURED = (
    Column("titles", "messages-dev.jsonl", "title"),
    Column("texts", "messages-dev.jsonl", "text", accident=0.02),
    Column("chat", "chat-dev.jsonl", "text", accident=0.02),
    Column("intent on chat", "chat-dev.jsonl", "text", "intent", 0.02),
)


def read(file: str) -> list[Mapping[str, Any]]:
    return [json.loads(line) for line in (DATA / file).read_text(encoding="utf-8").split("\n") if line]


def count_obvious(texts: Sequence[str]) -> list[str]:
    """The category with the most of its words; the earlier one among equals, none without any."""
    found = [{name: sum(word in text for word in words) for name, words in OBVIOUS.items()} for text in texts]
    return [max(counts, key=counts.__getitem__) if any(counts.values()) else "" for counts in found]


def linear(examples: Sequence[tuple[str, str]]) -> Reading:
    """TF-IDF of 1 to 4 characters and a linear support vector machine, as everybody would begin."""
    texts, labels = zip(*examples, strict=True)
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 4), min_df=2, sublinear_tf=True)
    model = make_pipeline(vectors, LinearSVC(random_state=0)).fit(texts, labels)
    return lambda asked: list(model.predict(list(asked)))


def by_rules(rules: CompiledRules, label: str) -> Reading:
    return lambda texts: [str(getattr(classify(text, rules), label) or "") for text in texts]


def hand_written() -> CompiledRules:
    """The shipped rules as if nothing had been learnt."""
    return compile_rules(replace(parse_rules(shipped_rules_text()), learnt=Learnt(1.0, 1.0, (0.0,) * len(COLUMNS), ())))


def contenders() -> list[Contender]:
    petitions = [(row[field][:TEXT_LENGTH], row["category"])
                 for row in read("messages-train.jsonl") for field in ("title", "text")]
    chat = read("chat-train.jsonl")
    both = [*petitions, *((row["text"], row["category"]) for row in chat)]
    intents = linear([(row["text"], row["intent"]) for row in chat])
    whole, bare = compile_rules(parse_rules(shipped_rules_text())), hand_written()
    return [
        Contender("naive count of obvious keywords", count_obvious),
        Contender("TF-IDF 1-4 + LinearSVC, petitions", linear(petitions)),
        Contender("the same + chat-train", linear(both), intents),
        Contender("ours, hand-written rules alone", by_rules(bare, "category"), by_rules(bare, "intent"), ours=True),
        Contender("ours, as shipped", by_rules(whole, "category"), by_rules(whole, "intent"), ours=True),
    ]


def figure(contender: Contender, column: Column) -> float | None:
    """Macro-F1 over categories with ten or more examples, or accuracy for intents; None where it says nothing."""
    reading = contender.category if column.label == "category" else contender.intent
    if reading is None:
        return None
    rows = read(column.file)
    said = reading([row[column.field][:TEXT_LENGTH] for row in rows])
    report = measure_labels([(row[column.label] or "", word) for row, word in zip(rows, said, strict=True)])
    return report.macro_f1 if column.label == "category" else report.accuracy


def printed(measured: Mapping[Contender, Sequence[float | None]]) -> str:
    lines = [f"{'':<36}" + "".join(f"{column.name:>16}" for column in COLUMNS_MEASURED)]
    for contender, figures in measured.items():
        cells = ["-" if one is None else f"{one:.3f}" for one in figures]
        lines.append(f"{contender.name:<36}" + "".join(f"{cell:>16}" for cell in cells))
    return "\n".join(lines)


def test_ours_stand_up_to_every_plain_way_on_every_set() -> None:
    """Clearly better on titles; on texts and chat two hundredths are the accident of a dozen and of five messages."""
    measured = {one: [figure(one, column) for column in COLUMNS_MEASURED] for one in contenders()}
    sys.stdout.write(f"\nmacro-F1 of categories with ten or more examples; accuracy of intents\n{printed(measured)}\n")

    *_, shipped = measured.values()
    for at, column in enumerate(COLUMNS_MEASURED):
        plain = max(figures[at] or 0.0 for contender, figures in measured.items() if not contender.ours)
        assert (shipped[at] or 0.0) >= plain - column.accident, column.name


def test_rules_alone_still_beat_the_obvious_keywords() -> None:
    """Without what was learnt the rules are what an admin reads and writes: poorer, not broken."""
    alone = Contender("alone", by_rules(hand_written(), "category"), ours=True)
    for column in COLUMNS_MEASURED[:3]:
        assert (figure(alone, column) or 0.0) > (figure(Contender("naive", count_obvious), column) or 0.0), column.name
