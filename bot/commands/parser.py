"""The words of the `linli` command and what each starts.

An action is named ("data:load") and imported when it is asked for: `linli classify` need not wait a second for
the web server, the database and the spreadsheets that it never uses.
"""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

#: Adds a command of this name and help text.
Adding = Callable[[str, str], ArgumentParser]

_WITHOUT_SETTINGS = frozenset({"classify", "evaluate", "dispatch-benchmark"})
_EPILOG = "设置：config.toml 或 LINLI_… 环境变量，全部键见 config.example.toml"


def build_parser() -> ArgumentParser:
    """The whole command line."""
    parser = ArgumentParser("linli", description="邻里 Linli：小区服务台", epilog=_EPILOG)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, text: str) -> ArgumentParser:
        command = commands.add_parser(name, help=text, description=text, epilog=_EPILOG)
        if name not in _WITHOUT_SETTINGS:
            command.add_argument("--config", type=Path, metavar="F", help="设置文件（默认 ./config.toml）")
        return command

    _serving(add)
    _data(add)
    _reading(add)
    _learning(add)
    add("menu", "把菜单发布到公众号 / publish the menu").set_defaults(action="account:publish_menu")
    codes = add("qrcode", "为地点生成楼道二维码 / codes for places")
    codes.add_argument("places", nargs="+", metavar="CODE", help="地点代码")
    codes.set_defaults(action="account:print_codes")
    _rules(add)
    _privacy(add)
    _ledger(add)
    _dispatching(add)
    _admin(add)
    check = add("doctor", "检查设置、数据库、密钥、规则，并说明怎么修 / check everything")
    check.set_defaults(action="doctor:examine")
    return parser


def _serving(add: Adding) -> None:
    run = add("run", "一个进程跑全部：网关、页面、后台 / everything in one process")
    run.add_argument("--port", type=_port, metavar="N", help="端口（默认 8000）")
    run.add_argument("--demo", action="store_true", help="装入示范小区并打开模拟器")
    run.set_defaults(action="serving:run")
    serve = add("serve", "只跑网页进程 / the web process alone")
    serve.add_argument("--port", type=_port, metavar="N", help="端口")
    serve.set_defaults(action="serving:serve")
    add("worker", "只跑后台进程 / the background process alone").set_defaults(action="serving:work")
    add("migrate", "把数据库升级到当前版本，可重复 / bring the database up to date").set_defaults(
        action="serving:bring_up_to_date"
    )
    tick = add("tick", "按时钟办一次到期的事 / do once what the clocks want")
    tick.add_argument("--now", type=_moment, metavar="T", help="当作现在的时刻，ISO 8601，带时区")
    tick.add_argument("--dry-run", action="store_true", help="只列出，不办")
    tick.add_argument("--json", action="store_true", help="输出 JSON")
    tick.set_defaults(action="serving:tick")


def _ledger(add: Adding) -> None:
    poster = add("poster", "一个地方某月的晒事海报，贴公告栏用 / the month's poster for the notice board")
    poster.add_argument("place", metavar="PLACE", help="地点代码")
    poster.add_argument("--output", type=Path, required=True, metavar="F", help="写到 F，.pdf 或 .png")
    topics = add("topics", "大家说得最多的事，供定每月一题 / the month's hot topics")
    topics.add_argument("--place", default="", metavar="PLACE", help="地点代码（默认全部地方）")
    topics.add_argument("--json", action="store_true", help="输出 JSON")
    for command, action in ((poster, "ledger:draw_poster"), (topics, "ledger:list_topics")):
        command.add_argument("--month", type=_month, metavar="M", help="月份，如 2026-10（默认本月）")
        command.set_defaults(action=action)


def _dispatching(add: Adding) -> None:
    bench = add("dispatch-benchmark", "在虚构的一个区里量派单派得好不好 / the audit on a synthetic district")
    bench.add_argument("--volunteers", type=_count, default=3244, metavar="V", help="多少名志愿者（默认 3244）")
    bench.add_argument("--tasks", type=_count, default=700, metavar="T", help="一周多少件（默认 700）")
    bench.add_argument("--seed", type=_count, default=1, metavar="S", help="随机种子（默认 1）")
    bench.add_argument("--mixed", action="store_true", help="急、今天、改天都有（默认都是急事）")
    bench.set_defaults(action="dispatching:benchmark")
    past = add("dispatch-audit", "最近几周派单派得好不好，与事后最好的派法比 / how well volunteers were asked")
    past.add_argument("--weeks", type=_weeks, default=4, metavar="N", help="看最近几周（默认 4）")
    past.set_defaults(action="dispatching:look_back")
    for command in (bench, past):
        command.add_argument("--json", action="store_true", help="输出 JSON")


def _data(add: Adding) -> None:
    load = add("import", "导入地点、人员、志愿者或值班表（CSV、XLSX） / import, all or nothing")
    load.add_argument("what", choices=("places", "people", "volunteers", "rotas", "teams", "stations",
                                       "recipients", "households", "services", "resources"))
    load.add_argument("file", type=Path, metavar="FILE")
    load.add_argument("--dry-run", action="store_true", help="只检查，不写入")
    load.add_argument("--unit", default="", metavar="U", help="volunteers：这是单位 U 的名单，只要姓名一列")
    load.set_defaults(action="data:load")
    export = add("export", "导出到标准输出 / export to standard output")
    export.add_argument("what", choices=("cases", "events", "people", "volunteers", "hours", "corrections",
                                         "duties", "whistles", "whistle_rates", "flags", "polls", "meetings",
                                         "services", "activities", "jobs", "resources", "resource_uses"))
    export.add_argument("--since", type=_since, metavar="D", help="从哪天（或带时区的时刻）起，如 2026-11-01")
    export.add_argument("--format", choices=("jsonl", "csv", "xlsx"), default="jsonl")
    export.add_argument("--private", action="store_true", help="corrections：隐私事项也要（默认不导出）")
    export.add_argument("--unit", default="", metavar="U", help="volunteers、hours：只要单位 U 的人")
    export.set_defaults(action="data:export")
    figures = add("figures", "办得怎么样：派得准不准、按时、满意、负担、各网格是否一样 / how cases went")
    figures.add_argument("--since", type=_since, metavar="D", help="哪天起新开的，如 2026-11-01（默认全部）")
    figures.add_argument("--until", type=_since, metavar="D", help="哪天以前（默认到现在）")
    figures.add_argument("--by", choices=("street", "community", "grid", "category", "responder"), help="分开看")
    written = figures.add_mutually_exclusive_group()
    written.add_argument("--json", action="store_true", help="输出 JSON")
    written.add_argument("--csv", action="store_true", help="输出 CSV")
    figures.set_defaults(action="figures:show")


def _reading(add: Adding) -> None:
    classify = add("classify", "逐行读 JSON，逐行说出听懂了什么 / JSON lines in and out")
    evaluate = add("evaluate", "在有标注的消息上量准确率 / accuracy on labelled messages")
    evaluate.add_argument("files", nargs="+", type=Path, metavar="FILE")
    evaluate.add_argument("--json", action="store_true", help="输出 JSON")
    for command in (classify, evaluate):
        command.add_argument("--rules", type=Path, metavar="F", help="规则文件（默认：随产品的）")
        command.add_argument("--places", type=Path, metavar="F", help="地点表或 name,aliases 名单（默认：示范小区）")
    classify.set_defaults(action="reading:classify_lines")
    evaluate.set_defaults(action="evaluating:evaluate_files")


def _learning(add: Adding) -> None:
    learn = add("learn", "从已标注的消息学出一份规则建议，量出提高多少 / propose rules from labelled messages")
    learn.add_argument("files", nargs="*", type=Path, metavar="FILE", help="已标注的 JSON 行")
    learn.add_argument("--corrections", action="store_true", help="也学数据库里居民和办理人改过的类别")
    learn.add_argument("--since", type=_since, metavar="D", help="只学哪天起改的，如 2026-11-01（配 --corrections）")
    learn.add_argument("--private", action="store_true", help="隐私事项里改过的也学（配 --corrections）")
    learn.add_argument("--output", type=Path, metavar="F", help="把建议的规则写到 F（默认：只看报告，不写）")
    learn.add_argument("--rules", type=Path, metavar="F",
                       help="在哪份规则之上学（默认：随产品的，配 --corrections 时是现行的）")
    learn.add_argument("--most", type=_count, default=8, metavar="N", help="每类每种变化最多列几个（默认 8）")
    learn.add_argument("--json", action="store_true", help="输出 JSON")
    learn.set_defaults(action="learning:learn")


def _count(text: str) -> int:
    if text.isdigit():
        return int(text)
    raise ArgumentTypeError(f"应为不小于 0 的整数，不是 {text!r}")


def _weeks(text: str) -> int:
    if text.isdigit() and 1 <= int(text) <= 520:
        return int(text)
    raise ArgumentTypeError(f"应为 1 到 520 的整数，不是 {text!r}")


def _rules(add: Adding) -> None:
    rules = add("rules", "规则的导出、检查、发布、退回 / the rules out and in")
    steps = rules.add_subparsers(dest="step", required=True, metavar="STEP")
    steps.add_parser("export", help="导出现行规则").set_defaults(action="rules:export")
    steps.add_parser("history", help="历次版本").set_defaults(action="rules:history")
    check = steps.add_parser("check", help="检查一个规则文件")
    publish = steps.add_parser("publish", help="发布一个规则文件")
    for step, action in ((check, "rules:check"), (publish, "rules:publish")):
        step.add_argument("file", type=Path, metavar="FILE")
        step.set_defaults(action=action)
    publish.add_argument("--why", required=True, metavar="W", help="为什么改")
    weigh = steps.add_parser("replay", help="用最近几周的来信重放一个规则文件：会变什么；不发布")
    weigh.add_argument("file", type=Path, metavar="FILE")
    weigh.add_argument("--weeks", type=_weeks, default=4, metavar="N", help="几周（默认 4）")
    weigh.add_argument("--json", action="store_true", help="输出 JSON")
    weigh.set_defaults(action="rules:replay_file")
    back = steps.add_parser("rollback", help="退回某一版")
    back.add_argument("revision", type=int, metavar="N")
    back.set_defaults(action="rules:roll_back")


def _admin(add: Adding) -> None:
    admin = add("admin", "控制台账户：建、看、重设、停用 / accounts of the console")
    steps = admin.add_subparsers(dest="step", required=True, metavar="STEP")
    create = steps.add_parser("create", help="建一个账户；密码在终端上问，或从管道读，都没有就给一个")
    create.add_argument("--role", default="owner", help="角色（默认 owner，即管理员）",
                        choices=("owner", "editor", "street", "community", "property", "supervisor"))
    create.add_argument("--place", default="", metavar="CODE", help="管哪里：地点代码（street、community 等要写）")
    create.add_argument("--person", default="", metavar="CODE", help="哪家物业：人员代码（property 要写）")
    reset = steps.add_parser("reset", help="给一个新密码，停掉第二道验证和全部登录")
    disable = steps.add_parser("disable", help="停用一个账户")
    for step, action in ((create, "create"), (reset, "reset"), (disable, "disable")):
        step.add_argument("name", metavar="NAME")
        step.set_defaults(action=f"admin:{action}")
    steps.add_parser("list", help="有哪些账户").set_defaults(action="admin:show")


def _privacy(add: Adding) -> None:
    empty = add("anonymise", "清空一个人的全部个人信息，找不回来 / empty a person everywhere")
    who = empty.add_mutually_exclusive_group(required=True)
    who.add_argument("--openid", metavar="X", help="这个 openid 的人")
    who.add_argument("--case", type=_count, metavar="N", help="报这一件的人")
    who.add_argument("--recipient", metavar="CODE", help="这个编码的走访对象")
    empty.set_defaults(action="privacy:anonymise")
    keep = add("retention", "按设置清空到期的个人信息和旧单文字 / empty what is kept long enough")
    keep.add_argument("--dry-run", action="store_true", help="只数，不清空")
    keep.add_argument("--now", type=_moment, metavar="T", help="当作现在的时刻，ISO 8601，带时区")
    keep.add_argument("--json", action="store_true", help="输出 JSON")
    keep.set_defaults(action="privacy:keep_retention")


def _month(text: str) -> date:
    """The first day of a month."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise ArgumentTypeError(f"月份应写成 2026-10，不是 {text!r}") from None


def _port(text: str) -> int:
    if text.isdigit() and int(text) <= 65_535:
        return int(text)
    raise ArgumentTypeError(f"端口应为 0 到 65535 的整数，不是 {text!r}")


def _since(text: str) -> date:
    """A day, or a moment (a `datetime`)."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return _moment(text, "日期应写成 2026-11-01")


def _moment(text: str, wanted: str = "时刻应写成 2026-11-01T08:00:00+08:00") -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ArgumentTypeError("时刻要带时区，如 2026-11-01T08:00:00+08:00")
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ArgumentTypeError(f"{wanted}，不是 {text!r}") from None
