from __future__ import annotations

import csv
from pathlib import Path

import pytest

from intents.duplicate import ASK, MEASURES, SAME, Kind, best_matches, compare, likeness
from intents.signature import Signature, packed, signature_of, unpacked

PAIRS = Path(__file__).parents[1] / "data" / "duplicates" / "chat-pairs.tsv"

LONG = (
    "云溪苑小区南门外的搅拌站夜里施工扰民。我们是云溪苑小区的业主,小区南门外去年建了一个混凝土搅拌站,"
    "每天夜里十一点以后还在卸料,机器声轰隆隆一直响到天亮,老人孩子都睡不好,灰尘也大,窗户不敢开。"
)
LONG_REWORDED = (
    "请管管云溪苑南门的搅拌站。云溪苑小区门口的混凝土搅拌站太吵了,半夜卸料的声音轰隆隆,"
    "全家人睡不着觉,白天又全是灰尘,阳台上一层灰,家里窗户从来不敢开,希望有人来查一查。"
)
LONG_OTHER = (
    "梧桐里社区老年食堂什么时候开门。梧桐里社区去年就贴了通知说要办老年食堂,楼下的铺面也装修好了,"
    "可是到现在都没有营业,附近独居的老人很多,自己做饭不方便,想知道具体哪一天可以去吃饭。"
)


def alike(earlier: str, later: str, *, same_place: bool = True) -> float:
    return likeness(signature_of(earlier), signature_of(later), same_place=same_place).score


def measure(name: str, earlier: str, later: str) -> float:
    return compare(signature_of(earlier), signature_of(later))[MEASURES.index(name)]


@pytest.mark.parametrize(("earlier", "later"), [
    ("榕御3栋电梯又坏了", "3栋电梯坏了三天了"),
    ("3栋的电梯停在5楼不动了", "电梯坏了，3栋，老人下不来楼"),
    ("2栋楼道灯坏了好几天", "二栋楼梯间的灯不亮，晚上黑漆漆的"),
    ("今天怎么停水了", "家里没水了，有通知吗"),
    ("4栋外墙瓷砖掉下来差点砸到人", "4栋的墙砖脱落，很危险"),
])
def test_the_same_matter_in_few_words_is_recognised(earlier, later):
    assert alike(earlier, later) >= SAME


@pytest.mark.parametrize(("earlier", "later"), [
    ("3栋电梯坏了", "5栋电梯坏了"),
    ("电梯坏了", "楼道灯坏了"),
    ("2栋楼下垃圾没人收", "8栋门口垃圾堆成山没人收"),
    ("2单元楼道灯坏了", "1单元的楼道灯不亮"),
    ("3楼楼道灯坏了", "11楼楼道的灯不亮"),
    ("A座门禁坏了", "B座门禁坏了"),
    ("建议101路公交加班次", "建议17路公交加班次"),
    ("电梯坏了三天了", "电梯里有人抽烟，全是烟味"),
    ("停水了", "停电了"),
])
def test_another_building_object_or_happening_is_another_matter(earlier, later):
    assert likeness(signature_of(earlier), signature_of(later), same_place=True).kind is Kind.DIFFERENT


def test_the_written_pairs_are_told_apart_nearly_always():
    with PAIRS.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t") if row["part"] != "last"]

    wrong = [row for row in rows if (alike(row["earlier"], row["later"]) >= SAME) != (row["same"] == "yes")]

    assert len(rows) > 60
    assert len(wrong) <= 3


def test_a_letter_told_in_other_words_is_reworded_and_says_what_both_have():
    found = likeness(signature_of(LONG), signature_of(LONG_REWORDED))

    assert found.score >= ASK
    assert found.kind is Kind.REWORDED
    assert "工地" in found.shared
    assert any("云溪苑" in word for word in found.shared)
    assert len(found.shared) <= 5


def test_a_letter_passed_on_is_copied():
    found = likeness(signature_of(LONG), signature_of(f"尊敬的领导：您好！{LONG}谢谢！"))

    assert found.kind is Kind.COPIED
    assert found.score > 0.9


def test_letters_about_different_matters_share_nothing_worth_telling():
    found = likeness(signature_of(LONG), signature_of(LONG_OTHER), same_place=True)

    assert found.kind is Kind.DIFFERENT
    assert found.shared == ()


def test_the_order_of_two_reports_does_not_matter():
    one, other = signature_of(LONG), signature_of(LONG_REWORDED)

    assert likeness(one, other).score == pytest.approx(likeness(other, one).score)


def test_chat_messages_need_a_place_in_common_to_be_one_matter():
    assert alike("电梯坏了", "电梯坏了三天了", same_place=True) >= SAME
    assert alike("楼下麻将吵", "麻将馆太吵了", same_place=False) < SAME


def test_shared_names_things_and_numbers_before_words():
    shared = likeness(signature_of("3栋电梯坏了"), signature_of("3号楼电梯又坏了"), same_place=True).shared

    assert shared[:2] == ("电梯", "栋3")


def test_the_likeliest_candidate_comes_first_and_others_not_at_all():
    report = signature_of("3栋电梯坏了三天了")
    candidates = [
        ("11", signature_of("3栋楼道灯坏了")),
        ("12", signature_of("电梯不动了")),
        ("13", signature_of("榕御3栋电梯又坏了")),
        ("14", signature_of("5栋电梯坏了")),
    ]

    found = best_matches(report, candidates, same_place=True)

    assert [match.name for match in found] == ["13", "12"]
    assert [match.name for match in best_matches(report, candidates, same_place=True, limit=1)] == ["13"]


def test_the_first_of_equal_candidates_comes_first():
    report = signature_of("路灯坏了")
    found = best_matches(report, [("7", report), ("8", report)], same_place=True)

    assert [match.name for match in found] == ["7", "8"]


def test_an_empty_report_is_like_nothing():
    nothing = signature_of("。。。！")

    assert likeness(nothing, signature_of(LONG)).kind is Kind.DIFFERENT
    assert likeness(nothing, nothing, same_place=True).kind is Kind.DIFFERENT


@pytest.mark.parametrize(("text", "number"), [
    ("3栋", "栋3"), ("三号楼", "栋3"), ("十二幢", "栋12"), ("二十栋", "栋20"), ("3#楼", "栋3"),
    ("G2栋", "栋g2"), ("A座", "栋a"),
    ("03栋", "栋3"), ("0栋", "栋0"), ("2单元", "单元2"), ("五期", "期5"), ("805路", "号线805"),
    ("1813班", "班1813"), ("十五层", "楼15"),
])
def test_a_number_is_the_same_however_it_is_written(text, number):
    assert signature_of(f"这里是{text}").numbers == {number}


@pytest.mark.parametrize("text", ["一路上都是积水", "这里一栋楼都没有灯", "走在中山二路"])
def test_words_with_numbers_in_them_are_no_numbers(text):
    assert signature_of(text).numbers == frozenset()


def test_numbers_of_different_kinds_do_not_contradict():
    assert measure("conflict", "3栋电梯坏了", "2单元电梯坏了") == 0
    assert measure("conflict", "3栋和5栋电梯坏了", "5栋电梯坏了") == 0
    assert measure("conflict", "3栋电梯坏了", "电梯坏了") == 0
    assert measure("conflict", "3栋电梯坏了", "5栋电梯坏了") == 1


def test_greetings_are_no_likeness():
    assert signature_of("尊敬的领导：您好！路灯坏了，谢谢！").pieces == signature_of("路灯坏了").pieces


def test_the_opening_goes_on_where_the_first_sentence_says_nothing():
    signature = signature_of("你好。在吗？三栋的电梯坏了好几天。没有人来修。")

    assert signature.plain[: signature.head_end] == "在吗 三栋的电梯坏了好几天"


def test_phone_numbers_are_not_kept():
    assert "13812345678" not in packed(signature_of("路灯坏了，电话13812345678"))


@pytest.mark.parametrize("text", [LONG, "3栋电梯坏了", "。"])
def test_a_packed_signature_comes_back_as_it_was(text):
    signature = signature_of(text)

    assert unpacked(packed(signature)) == signature
    assert "\n" not in packed(signature)


@pytest.mark.parametrize("line", ["", "0|3||电梯坏了", "1|x||电梯坏了", "1|3|电梯坏了", "1"])
def test_what_was_packed_in_another_way_is_none(line):
    assert unpacked(line) is None


def test_a_signature_does_not_change():
    signature: Signature = signature_of("路灯坏了")

    with pytest.raises(AttributeError):
        signature.plain = ""  # type: ignore[misc]  # the refusal is what is tested
