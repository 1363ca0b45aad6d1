"""`linli learn` from a few dozen invented messages, on top of a small rules file."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from importlib.resources import files

import pytest

from bot.__main__ import main
from bot.commands.labelling import read_labelled
from bot.commands.learning import progress_to
from intents.progress import Progress, Stage
from intents.rule import parse_rules
from storage.engine import migrate
from storage.unit_of_work import open_store
from tests.builders import a_talk, rules_text

RULES = """revision = 5
[category.parking]
name = "停车秩序"
words = ["停车 1.0"]
[category.noise]
words = ["吵 2.0"]
"""
WHERE = ("门口", "楼下", "巷尾", "后门", "路口", "广场")
SAID = {"parking": ("{}人行道又被占了", "{}的车乱停", "{}人行道走不了", "车堵在{}"),
        "noise": ("{}半夜敲打", "{}喇叭响到天亮", "{}唱歌睡不着", "{}吵死")}


@pytest.fixture
def messages(tmp_path):
    rows = [{"text": phrase.format(where), "intent": ("report", "help")[at % 2], "category": category, "secondary": []}
            for category, phrases in SAID.items() for at, where in enumerate(WHERE) for phrase in phrases]
    rows.append({"text": "路灯不亮", "intent": "report", "category": "facility", "secondary": []})
    path = tmp_path / "chat.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def rules(tmp_path):
    path = tmp_path / "rules.toml"
    path.write_text(RULES, encoding="utf-8")
    return path


def test_the_report_shows_gain_words_changes_and_what_is_missing(messages, rules, capsys):
    assert main(["learn", str(messages), "--rules", str(rules), "--most", "2"]) == 0

    said, told = capsys.readouterr()
    assert "学自 49 条来信" in said
    assert "聊天·类别" in said
    assert "聊天·意图" in said
    assert "停车秩序 parking" in said
    assert "结论：可以发布" in said
    assert "每 100 条（现在的规则 → 建议的规则）" in said
    assert "停车秩序：人行道" in said
    assert "现在判错、建议的规则判对的" in said
    assert "人行道" in said
    assert "…还有" in said
    assert "例子太少、这次没有动的（至少要 8 条）：facility 1 条" in said
    assert "也没有写文件" in said
    assert "第 1/4 份" in told
    assert "约剩" in told
    assert told.splitlines()[-1].startswith("100%")


def test_the_rules_are_written_where_they_were_asked_for_and_are_rules(messages, rules, tmp_path, capsys):
    output = tmp_path / "new.toml"

    assert main(["learn", str(messages), "--rules", str(rules), "--output", str(output), "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert found["output"] == str(output)
    assert found["messages"] == 49
    assert found["held_out"] == "folds"
    assert found["gains"] is True
    category, intent = found["gain"]
    assert category["macro_f1"]["after"] > category["macro_f1"]["before"]
    assert category["trust"]["after"]["calibration_error"] <= 1
    assert intent["what"] == "intent"
    assert all(len(change["added"]["terms"]) <= 8 for change in found["difference"])
    assert parse_rules(output.read_text(encoding="utf-8")).learnt.terms
    assert sorted(path.name for path in tmp_path.iterdir()) == ["chat.jsonl", "new.toml", "rules.toml"]
    assert main(["evaluate", str(messages), "--rules", str(output)]) == 0


def test_the_shipped_rules_are_not_overwritten(messages, capsys):
    shipped = files("intents").joinpath("rules", "learnt.toml")
    before = shipped.read_bytes()

    assert main(["learn", str(messages), "--output", str(shipped)]) == 1

    assert "不能覆盖" in capsys.readouterr().err
    assert shipped.read_bytes() == before


def test_what_is_read_is_not_overwritten(messages, rules, capsys):
    for path in (messages, rules):
        assert main(["learn", str(messages), "--rules", str(rules), "--output", str(path)]) == 1
        assert "正是要读的文件" in capsys.readouterr().err
    assert rules.read_text(encoding="utf-8") == RULES


@pytest.mark.parametrize("name", ["", "no/such/folder.toml"])
def test_an_output_that_cannot_be_a_file_is_refused_before_learning(name, messages, tmp_path, capsys):
    assert main(["learn", str(messages), "--output", str(tmp_path / name)]) == 1

    told = capsys.readouterr().err
    assert "已有文件夹里的文件名" in told
    assert "%" not in told


def test_bad_labels_leave_nothing_written(messages, rules, tmp_path, capsys):
    with messages.open("a", encoding="utf-8") as file:
        file.write('\n{"text": "乱停车", "category": "parkin"}\n')
    output = tmp_path / "new.toml"

    assert main(["learn", str(messages), "--rules", str(rules), "--output", str(output)]) == 1

    assert "chat.jsonl 第 50 行" in capsys.readouterr().err
    assert not output.exists()


def test_too_few_messages_and_rules_that_cannot_be_read_are_refused(messages, rules, tmp_path, capsys):
    few = tmp_path / "few.jsonl"
    few.write_text('{"text": "乱停车", "category": "parking"}', encoding="utf-8")
    gbk = tmp_path / "gbk.toml"
    gbk.write_bytes("# 规则".encode("gbk"))

    for arguments, reason in (([few, "--rules", rules], "例子太少"), ([messages, "--rules", tmp_path / "无"], "打不开"),
                              ([messages, "--rules", gbk], "不是 UTF-8")):
        assert main(["learn", *map(str, arguments)]) == 1
        assert reason in capsys.readouterr().err


def test_most_must_be_a_number(messages):
    with pytest.raises(SystemExit) as ended:
        main(["learn", str(messages), "--most", "-1"])

    assert ended.value.code == 2


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_on_a_terminal_progress_is_one_line_with_the_seconds_left():
    stream, moments = Terminal(), iter([0.0, 30.0, 60.0])
    tell = progress_to(stream, lambda: next(moments))

    tell(Progress(0.0, Stage.READ, 0, 4))
    tell(Progress(0.5, Stage.FOLD, 2, 4))
    tell(Progress(1.0, Stage.FINISH, 0, 4))

    first, second, third = stream.getvalue().split("\r")[1:]
    assert first.startswith("[........................]   0% 读来信\x1b")
    assert second.startswith("[############............]  50% 第 2/4 份：学，约剩 30 秒")
    assert third.endswith("100% 用全部来信学，完成\x1b[K\n")


def test_the_learning_libraries_are_loaded_only_when_something_is_learnt():
    loaded = subprocess.run(
        [sys.executable, "-c",
         "import sys, bot.__main__, bot.commands.reading, bot.commands.learning; print('scipy' in sys.modules)"],
        capture_output=True, text=True, check=True)

    assert loaded.stdout.strip() == "False"


# -- what residents and handlers made of categories ----------------------------------------------------------


@pytest.fixture
def corrected(tmp_path, monkeypatch):
    """A folder whose store holds a resident's correction, a handler's, and a card that was confirmed."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    migrate("sqlite:///data/linli.db")
    store = open_store("sqlite:///data/linli.db")
    talk = a_talk(store)
    talk.says("first", "榕御小区3栋501楼下乱停车")
    talk.says("first", "改 物业收费")
    talk.says("second", "榕御小区3栋楼下又乱停车")
    talk.says("openid-chen", "转办 2 物业收费")
    talk.later(days=2)
    talk.says("third", "榕御小区3栋楼下乱停车，另外楼道路灯坏了好几天")
    talk.says("third", "对")
    store.close()


@pytest.mark.usefixtures("corrected")
def test_corrections_are_exported_as_lines_to_learn_from_and_to_measure_with(tmp_path, capsys):
    assert main(["export", "corrections"]) == 0

    text = capsys.readouterr().out
    rows = [json.loads(line) for line in text.splitlines()]
    assert [(row["category"], row["corrected_from"], row["by"]) for row in rows] == [
        ("property_fee", "parking", "resident"), ("property_fee", "parking", "handler"),
        ("parking", "parking", "resident"), ("facility", "facility", "resident"),
    ]
    assert len({row["writer"] for row in rows}) == 3
    assert "501" not in text
    path = tmp_path / "corrections.jsonl"
    path.write_text(text, encoding="utf-8")
    assert [one.category for one in read_labelled([path])] == [row["category"] for row in rows]
    assert main(["evaluate", str(path)]) == 0
    capsys.readouterr()
    assert main(["export", "corrections", "--since", "2026-03-05"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


@pytest.mark.usefixtures("corrected")
def test_corrections_are_learnt_with_the_files_and_counted(messages, capsys):
    assert main(["learn", str(messages), "--corrections", "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert found["messages"] == 49 + 4
    assert found["corrections"] == {"messages": 4, "changed": 2, "resident": 3, "handler": 1, "writers": 3}


@pytest.mark.usefixtures("corrected")
def test_corrections_are_told_of_in_the_report(messages, capsys):
    assert main(["learn", str(messages), "--corrections", "--since", "2026-03-05"]) == 0

    said = capsys.readouterr().out
    assert "其中 2 条是大家在用的时候改过或认过类别的：居民 2 条（1 位），办理人 0 条" in said
    assert "改成别的类 0 条，认可 2 条。" in said


@pytest.mark.usefixtures("corrected")
def test_they_are_learnt_on_top_of_the_live_rules(messages, tmp_path):
    output = tmp_path / "new.toml"

    assert main(["learn", str(messages), "--corrections", "--output", str(output)]) == 0

    live = parse_rules(rules_text()).categories[0].words
    assert parse_rules(output.read_text(encoding="utf-8")).categories[0].words[: len(live)] == live


@pytest.mark.usefixtures("corrected")
def test_too_few_corrections_alone_are_refused_and_none_at_all_too(capsys):
    assert main(["learn", "--corrections"]) == 1
    assert "例子太少" in capsys.readouterr().err

    assert main(["learn", "--corrections", "--since", "2026-09-01"]) == 1
    assert "还没有人改过类别" in capsys.readouterr().err


@pytest.mark.usefixtures("corrected")
def test_none_at_all_beside_a_file_is_told(messages, rules, capsys):
    assert main(["learn", str(messages), "--rules", str(rules), "--corrections", "--since", "2026-09-01"]) == 0

    assert "数据库里还没有人改过类别" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["x.jsonl", "--since", "2026-09-01"], ["x.jsonl", "--private"]])
def test_what_says_nothing_to_learn_from_is_wrong_usage(arguments, capsys):
    assert main(["learn", *arguments]) == 2

    assert "--corrections" in capsys.readouterr().err
