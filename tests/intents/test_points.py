from __future__ import annotations

import pytest

from intents.points import POINTS_MOST, find_points, points_added


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("请把路灯修好，也请把垃圾清一下", ("把路灯修好", "把垃圾清一下")),
        ("请修好路灯顺便把垃圾清一下", ("修好路灯", "把垃圾清一下")),
        ("请修路灯。也请清垃圾", ("修路灯", "清垃圾")),
        ("①路灯坏了②垃圾没人收", ("路灯坏了", "垃圾没人收")),
        ("1、路灯坏了 2、垃圾没人收。谢谢", ("路灯坏了", "垃圾没人收")),
        ("一是路灯坏了，二是垃圾没人收", ("路灯坏了", "垃圾没人收")),
        ("第一，路灯不亮，第二，门禁坏了", ("路灯不亮", "门禁坏了")),
        ("路灯坏了，请尽快处理。垃圾没人收，请处理", ("路灯坏了", "垃圾没人收")),
        ("楼道灯坏了，麻烦修一下，另外希望门禁也修好", ("楼道灯坏了", "门禁也修好")),
    ],
)
def test_several_things_asked_are_told_apart(text: str, points: tuple[str, ...]) -> None:
    assert find_points(text) == points


@pytest.mark.parametrize(
    "text",
    [
        "",
        "榕御小区3栋楼下乱停车",
        "榕御小区3栋路灯坏了，麻烦修一下",
        "请尽快处理，麻烦看看",
        "您好，请尽快处理",
        "请问物业费什么时候交，请问在哪里交",
        "1.5米宽的路2.5米高的墙",
        "2、楼下乱停车",
        "请修路灯，请修路灯",
    ],
)
def test_one_thing_asked_is_no_list(text: str) -> None:
    assert find_points(text) == ()


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("补一句，还请把灯也修一下", ("把灯也修一下",)),
        ("还要把垃圾清掉", ("把垃圾清掉",)),
        ("①门禁坏了②单元门关不上", ("门禁坏了", "单元门关不上")),
        ("车牌尾号88", ()),
        ("请快点", ()),
    ],
)
def test_what_is_added_may_ask_for_more(text: str, points: tuple[str, ...]) -> None:
    assert points_added(text) == points


def test_a_long_list_is_cut_and_so_is_a_long_point() -> None:
    points = find_points("".join(f"{mark}{word * 40}" for mark, word in zip("①②③④⑤⑥⑦", "灯坑水门墙树车", strict=True)))
    assert len(points) == POINTS_MOST
    assert all(len(point) == 30 for point in points)
