"""The refusals of `bot`. Each stands beside its noun; this is the root and the tree.

    BotError
    ├── SettingsRefused      bot.errors: the start is refused, a key is named
    ├── DeskRefusal          bot.desk.refusals: what the desk refuses in chat; its tree stands there
    ├── EnvelopeRefused      bot.wechat.errors: a callback that is not WeChat's, or cannot be read
    ├── ApiFailed            bot.wechat.errors: a call to WeChat's API that did not succeed
    ├── AccountRefused       bot.commands.account: the account could not be set up
    ├── InputRefused         bot.commands.reading: a line of a command's input cannot be read
    ├── LabelsRefused        bot.commands.labelling: files of labelled messages have faults
    ├── RulesFileRefused     bot.commands.rules: a rules file cannot be read
    ├── NoSuchRevision       bot.desk.rulebook: a number under which nothing was published
    ├── EditRefused          bot.desk.bookedit: an edit of the rules that cannot be made
    ├── DraftRefused         bot.desk.drafting: something that cannot be done with a draft
    ├── GateClosed           bot.desk.gating: a draft that cannot be published as it is
    ├── ReplayRefused        bot.desk.replaying: a replay that cannot begin
    ├── GoldenRefused        bot.desk.golden: a golden message that cannot be kept or dropped
    ├── LinkRefused          bot.desk.links: a link to the pages that is of no use; its tree stands there
    ├── PhotoRefused         bot.pages.photos: a file that is no photo, or too large
    ├── RosterRefused        bot.desk.clerk: a change of places, people or volunteers that cannot be done
    ├── WorkRefused          bot.desk.officework: what an office wants at the console cannot be done
    └── LearnRefused         bot.commands.learning: nothing can be learnt, or not written there
"""

from __future__ import annotations

from inspect import getdoc


class BotError(Exception):
    """Linli refused; the reason stands in a subclass."""

    def __init__(self, message: str = "") -> None:
        """Keep `message`; without one the class's docstring is the message."""
        super().__init__(message or getdoc(type(self)) or "")


class SettingsRefused(BotError):
    """A setting is missing, unknown or wrong."""

    def __init__(self, key: str, remedy_zh: str, remedy_en: str) -> None:
        """Name the dotted `key` and what to do, in both languages; never the value, it may be a secret."""
        super().__init__(f"设置 {key}：{remedy_zh}\nSetting {key}: {remedy_en}")
        self.key = key
        self.remedy_zh = remedy_zh
        self.remedy_en = remedy_en
