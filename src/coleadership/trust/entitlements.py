"""Who may do what, as a table: for each kind of subject which of its links give somebody a part, and who may do it.

`access` decides by this table. Whatever has no row in it is allowed to nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import attrs

__all__ = ["ENTITLEMENTS", "PARTS", "READING", "VERBS", "Action", "Entitlement", "Who", "action_of"]


class Action(StrEnum):
    """What somebody may want to do: every verb and every question of a subject is one of these."""

    SEE = "see"
    """Find it, and read what it says now."""
    SEE_WHOLE = "see_whole"
    """Read all of it, and know how many steps it has gone: there may be some that show to few."""
    READ_HISTORY = "read_history"
    """Read how it came about, and what it said before."""
    READ_TALK = "read_talk"
    """Read what was said in a follow-up."""
    READ_NOTES = "read_notes"
    """Read what those who were at a follow-up keep to themselves."""
    READ_ANSWERS = "read_answers"
    """Read what somebody made of feedback."""
    EXPORT = "export"
    """Take along what one sees."""
    WORD = "word"
    """Draft, reword, comment, propose, withdraw."""
    ANSWER = "answer"
    """Consent or object, accept or decline, give what was asked for, say what becomes of it."""
    CONTRIBUTE = "contribute"
    """Add what anybody may who sees it: advice that nobody asked for, words of support, an observation."""
    FOLLOW_UP = "follow_up"
    """Check in, read a measure, hold a review, report what was not kept."""
    ACKNOWLEDGE = "acknowledge"
    """Say that one has read it."""
    KEEP = "keep"
    """Live by it: let it rest and go on, hand it over, leave it, conclude and end it."""
    SHARE = "share"
    """Say who else may read it."""
    TAKE_BACK = "take_back"
    """Unsay it."""
    ADMINISTER = "administer"
    """Keep the register of people and teams; override as the employer."""


READING: Final = frozenset({
    Action.SEE, Action.SEE_WHOLE, Action.READ_HISTORY, Action.READ_TALK, Action.READ_NOTES, Action.READ_ANSWERS,
    Action.EXPORT,
})  # fmt: skip
"""What changes nothing."""


PARTS: Final[Mapping[str, Action]] = {
    "whole": Action.SEE_WHOLE, "talk": Action.READ_TALK, "notes": Action.READ_NOTES, "answers": Action.READ_ANSWERS,
}  # fmt: skip
"""Which action it is to read a part that is reserved (see `heart.events.Reserved`)."""


class Who(StrEnum):
    """Of those who see it, who may: each as a sentence calls them."""

    SEES = "whoever sees it"
    TAKES_PART = "who takes part in it"
    PARTIES = "who words and answers it"
    OWNERS = "whose it is"
    """By themselves: not as holder of a role or member of a team."""
    RECEIVERS = "who got it"
    """And did not give it as well."""
    AWAITED = "whom it waits for"
    THERE = "who was in on it themselves"
    READERS = "whom this part of it is for"
    COORDINATOR = "who coordinates the team"
    ADMINISTRATOR = "who keeps the register"


@attrs.frozen
class Entitlement:
    """Of one kind of subject: which links make somebody what, and who may do what.

    ``may`` are the actions beside `SEE`; ``afterwards`` are those that are possible once it is over, too.
    """

    takes_part: tuple[str, ...]
    may: Mapping[Action, tuple[Who, ...]]
    parties: tuple[str, ...] = ()
    """Where not the same as who takes part."""
    owners: tuple[str, ...] = ()
    """As above."""
    units: tuple[str, ...] = ()
    """The teams whose coordinator looks after it."""
    itself: bool = False
    """Whether somebody can speak for it: it is a person, a role or a team. Then they take part in it."""
    afterwards: frozenset[Action] = frozenset()


def _may(**who: Who | tuple[Who, ...]) -> dict[Action, tuple[Who, ...]]:
    """Who may do what, beside reading and taking along what everybody may who sees anything."""
    table: dict[Action, tuple[Who, ...]] = {
        Action.SEE_WHOLE: (Who.SEES,),
        Action.READ_HISTORY: (Who.TAKES_PART,),
        Action.EXPORT: (Who.SEES,),
    }
    table |= {Action(name): (one,) if isinstance(one, Who) else one for name, one in who.items()}
    return table


_WORDED: Final = _may(word=Who.PARTIES, answer=Who.PARTIES, follow_up=Who.PARTIES, keep=Who.PARTIES)
_CARRIED: Final = Entitlement(("party",), _WORDED)
ENTITLEMENTS: Final[Mapping[str, Entitlement]] = {
    "agreement": Entitlement(("party",), {**_WORDED, Action.ADMINISTER: (Who.ADMINISTRATOR,)}),
    "assignment": Entitlement(("party", "principal", "assignee"), _WORDED, parties=("party",)),
    "cycle": Entitlement(
        ("participant",),
        _may(
            read_talk=Who.READERS, read_notes=Who.THERE, word=Who.TAKES_PART, follow_up=Who.TAKES_PART,
            keep=Who.TAKES_PART, acknowledge=Who.AWAITED, answer=Who.AWAITED,
        ),
        afterwards=frozenset({Action.ACKNOWLEDGE, Action.ANSWER}),
    ),
    "decision": Entitlement(
        ("party", "responsible", "affected", "expert", "volunteer"),
        {**_WORDED, Action.CONTRIBUTE: (Who.SEES,)},
        parties=("party",),
    ),
    "disclosure": Entitlement(("reader", "of"), _may()),
    "feedback": Entitlement(
        ("giver", "receiver"),
        _may(
            see_whole=Who.OWNERS, read_answers=(Who.OWNERS, Who.THERE), answer=Who.RECEIVERS, share=Who.RECEIVERS,
            take_back=Who.OWNERS,
        ),
        parties=("receiver",),
        owners=("giver",),
    ),
    "goal": Entitlement(("party", "owner"), _WORDED, parties=("party",), afterwards=frozenset({Action.KEEP})),
    "initiative": Entitlement(
        ("party", "concerns"),
        _may(word=Who.PARTIES, keep=(Who.PARTIES, Who.AWAITED), contribute=Who.SEES),
        parties=("party",),
        afterwards=frozenset({Action.WORD, Action.KEEP, Action.CONTRIBUTE}),
    ),
    "lesson": Entitlement(
        ("author",), _may(contribute=Who.SEES), afterwards=frozenset({Action.CONTRIBUTE}),
    ),
    "mission": _CARRIED,
    "norm": _CARRIED,
    "person": Entitlement(
        (),
        _may(
            see_whole=(Who.OWNERS, Who.ADMINISTRATOR), word=(Who.OWNERS, Who.ADMINISTRATOR),
            administer=Who.ADMINISTRATOR,
        ),
        itself=True,
        afterwards=frozenset({Action.WORD, Action.ADMINISTER}),
    ),
    "retention": Entitlement(
        (),
        _may(see_whole=Who.ADMINISTRATOR, read_history=Who.ADMINISTRATOR, administer=Who.ADMINISTRATOR),
    ),
    "role": Entitlement(
        ("party",),
        {**_WORDED, Action.ANSWER: (Who.PARTIES, Who.AWAITED), Action.KEEP: (Who.TAKES_PART,)},
        parties=("party",),
        itself=True,
    ),
    "task": Entitlement(
        ("holder", "offered", "stand_in"),
        _may(answer=Who.AWAITED, keep=(Who.TAKES_PART, Who.COORDINATOR, Who.ADMINISTRATOR)),
        units=("team",),
    ),
    "team": Entitlement(
        (),
        _may(administer=(Who.COORDINATOR, Who.ADMINISTRATOR)),
        units=("under",),
        itself=True,
        afterwards=frozenset({Action.ADMINISTER}),
    ),
    "value": _CARRIED,
    "vision": _CARRIED,
}  # fmt: skip
"""Of every kind of subject."""

_VERBS: Final[Mapping[Action, str]] = {
    Action.WORD: (
        "add adopt_on_record ask ask_advice change comment decline_to_add propose reformulate remove revise set_agenda "
        "tell withdraw"
    ),
    Action.ANSWER: (
        "accept consent decline decline_hand_over decline_support give_support object set_aside stand_aside take_up "
        "talk_over thank understand weigh withdraw_objection"
    ),
    Action.CONTRIBUTE: "advise identify join learn observe reopen support volunteer",
    Action.FOLLOW_UP: "check_in follow_up hold_review prepare read repair_breach report_breach",
    Action.ACKNOWLEDGE: "acknowledge",
    Action.KEEP: (
        "achieve appoint call_for_renegotiation carry_on carry_over change_participants change_rhythm distribute drop "
        "elect end end_together explain fall_short finish give_notice give_way go_beyond hand_back hand_over leave "
        "move name_deputy pause repair resume retire retitle skip step_down stop withdraw_notice"
    ),
    Action.SHARE: "share",
    Action.TAKE_BACK: "take_back",
    Action.ADMINISTER: "dissolve leave_coordination link name_coordinator override place unlink",
}
_OF_KIND: Final[Mapping[tuple[str, str], Action]] = {
    ("lesson", "set_aside"): Action.CONTRIBUTE,
    ("person", "rename"): Action.WORD,
    ("person", "change_address"): Action.WORD,
    **{("person", verb): Action.ADMINISTER for verb in ("come_back", "forget", "hold", "leave", "lift_hold")},
    **{("retention", verb): Action.ADMINISTER for verb in ("apply", "change", "end")},
    **{("team", verb): Action.ADMINISTER for verb in ("come_back", "join", "leave", "rename")},
}
VERBS: Final[Mapping[str, Action]] = {verb: action for action, verbs in _VERBS.items() for verb in verbs.split()}
"""Which action a verb is, where it is the same for every kind."""


def action_of(kind: str, what: str) -> Action | None:
    """Which action a verb of a kind is, or an action by its own word; None for what is neither.

    >>> action_of("agreement", "consent"), action_of("team", "leave"), action_of("goal", "see")
    (<Action.ANSWER: 'answer'>, <Action.ADMINISTER: 'administer'>, <Action.SEE: 'see'>)
    """
    found = _OF_KIND.get((kind, what)) or VERBS.get(what)
    return found or next((action for action in Action if action == what), None)
