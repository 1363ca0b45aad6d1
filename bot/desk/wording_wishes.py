"""Every sentence about wishes: the board, the claim, how one is handed over. The tone is that of `wording`."""

from __future__ import annotations

from collections.abc import Sequence

NOTHING = "心愿墙上现在没有等人认领的心愿。有心愿直接说一句就行，比如“想要一台收音机”。"
#: What the template card says is new.
CLAIMED = "已有人认领"
WAITS = "等人认领"
HOW_TO_ADOPT = "请写上号，比如“认领 12”；认领几个就写“认领 12 15 18”。"
VETTED_ONLY = "#{said} 是孩子的心愿，要由社区核实过的志愿者两人一起去。想送东西可以认领别的孩子的心愿，由社区转交。"
LET_IN = "好，#{said} 谁认领了就直接送到您家。不方便了随时回“不上门 {said}”。"
KEEP_OUT = "好，#{said} 改由社区转交，不上您家。"
LET_IN_CHILD = "#{said} 是孩子的心愿，由社区或核实过的志愿者转交更稳妥，您不用出门。"
REWORDED = "#{said} 心愿墙上改成了：{words}。"
HIDDEN = "#{said} 已从心愿墙拿下来，认领不到了；再挂回“心愿 {said} 挂上”。"
HUNG_AGAIN = "#{said} 又挂上心愿墙了。"
PROOF = "照片收到了，和#{number}放在一起，也给居民看看。谢谢您。"
HOW_TO_CHANGE = "可以回：心愿 {said} 改 一句话；心愿 {said} 撤下；心愿 {said} 实现不了 原因。"
OPEN_BOARD = "打开心愿墙"
MORE = "还有{left}个，回“心愿 第{page}页”。"


def on_board(said: str, words: str, where: str, since: str) -> str:
    return f"#{said} {words} · {where}，{since}"


def board(lines: Sequence[str], more: str) -> str:
    """What waits to be claimed: nobody's name, no building."""
    told = "\n".join(lines)
    return f"等人认领的心愿：\n{told}\n{more}想认领回“认领 号”，几个一起就写“认领 12 15”。"


def hung(words: str) -> str:
    """The second half of the receipt of whoever wished."""
    return f"心愿墙上会写“{words}”，名字和住址都不写；有人认领马上告诉您。"


def hung_with_door(words: str, number: int) -> str:
    return f"{hung(words)}\n东西先送到社区转给您；愿意直接送上门，回“上门 {number}”。"


def for_handler(words: str) -> str:
    """Whoever is responsible for the case."""
    return f"已挂上心愿墙：{words}。有人认领会告诉您；要改字、撤下回“心愿”加号。"


def adopted(claimed: str, how: str) -> str:
    return f"{claimed}\n{how}"


def bring_to(who: str, said: str, days: int) -> str:
    """How a thing is handed over where the wisher's door is not open."""
    place = who or "社区居委会"
    return f"请{days}天内送到{place}，写上#{said}，由那边转交。转到了回“完成 {said}”，可以接着发张照片。"


def bring_home(said: str, days: int) -> str:
    return f"对方愿意您直接上门，{days}天内都行。做好回“完成 {said}”，可以接着发张照片。"


def arrange(who: str, said: str, days: int) -> str:
    """A service or company: the community brings the two together."""
    place = who or "社区居委会"
    return f"{days}天内由{place}陪您和对方约时间；想先说句话回“回复 {said} …”。"


def adopted_several(lines: Sequence[str]) -> str:
    return "\n".join(lines)


def one_adopted(said: str, words: str) -> str:
    return f"#{said} {words}：归您了"


def one_not(said: str, why: str) -> str:
    return f"#{said} 没认领上：{why}"


def several_behind(how: str) -> str:
    return f"{how}\n每个怎么送，回“我的”看。谢谢您。"


def by_community(where: str) -> str:
    """What stands where others read the address."""
    return f"{where}（由社区转交）"


def door_shut(said: str) -> str:
    """A claimer, when the wisher would rather not be visited after all."""
    return f"#{said} 对方不方便您上门了，请送到社区，由社区转交。谢谢您。"


def door_open(said: str, address: str) -> str:
    """A claimer, when the wisher lets her come to the door."""
    return f"#{said} 对方愿意您直接上门：{address}。"


def waits_long(said: str, words: str, days: int) -> str:
    """The coordinator, by name: nobody has claimed it for so long."""
    return (
        f"#{said} 挂了{days}天没人认领：{words}。\n请您想想办法，比如请挂钩单位认领，或改个说法回“心愿 {said} 改 …”。\n"
        f"实在办不到回“心愿 {said} 实现不了 原因”，我们好好跟居民说。"
    )


def not_possible(number: int, reason: str, who: str) -> str:
    """Whoever wished, kindly."""
    again = f"{who}会再留意，" if who else ""
    return f"#{number} 您的心愿这次没能实现：{reason}。\n对不住。{again}有别的想要的随时说。"


def declined(said: str) -> str:
    return f"好，#{said} 已好好告诉居民，也从心愿墙拿下来了。"
