from __future__ import annotations

import pytest

from matching.refusing import read_refusal, shipped_list


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("已经立案，请找芗城区法院", ("已经立案", "芗城区法院")),
        ("是外区的事；请拨打龙文区12345。", ("是外区的事", "龙文区12345")),
        ("正在仲裁", ("已经在法院、仲裁处理中", "受理的法院或仲裁委")),
        ("太麻烦", None),
        ("，请找法院", ("已经在法院、仲裁处理中", "受理的法院或仲裁委")),
        ("不归我们，请找", None),
        ("", None),
    ],
)
def test_a_refusal_has_a_reason_and_a_door(words: str, read: tuple[str, str] | None) -> None:
    assert read_refusal(words, shipped_list()) == read


def test_the_list_is_complete() -> None:
    assert len({line.code for line in shipped_list()}) == len(shipped_list()) >= 8
    assert all(line.reason and line.door and line.words for line in shipped_list())
