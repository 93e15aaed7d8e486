"""What each verb brings about, in the word that the tables of moves have for it: so they tell which verbs are left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["REWORDED", "brings_about"]

REWORDED: Final = "reworded"
"""To word something anew: as a new wording of what lies on the table, or else as the first of a change."""

_ANYWHERE: Final[Mapping[str, str]] = {
    "accept": "offer_accepted", "achieve": "achieved", "adopt_on_record": "adopted_on_record",
    "advise": "advice_given", "appoint": "offered", "ask": "people_asked", "ask_advice": "advice_asked",
    "call_for_renegotiation": "renegotiation_called", "comment": "commented", "consent": "voice_given",
    "decline": "offer_declined", "decline_to_add": "contribution_declined", "drop": "dropped", "elect": "elected",
    "end_together": "ending_proposed", "fall_short": "not_achieved", "give_notice": "notice_given",
    "give_way": "superseded", "hold_review": "reviewed", "leave": "party_left", "name_deputy": "deputy_named",
    "object": "voice_given", "override": "overridden", "pause": "paused", "propose": "proposed",
    "read": "reading_taken", "reformulate": "reformulation_begun", "repair_breach": "breach_repaired",
    "report_breach": "breach_reported", "resume": "resumed", "revise": REWORDED, "stand_aside": "voice_given",
    "step_down": "stepped_down", "understand": "understanding_given", "volunteer": "volunteered",
    "weigh": "advice_weighed", "withdraw": "withdrawn", "withdraw_notice": "notice_withdrawn",
    "withdraw_objection": "objection_withdrawn",
}  # fmt: skip
"""Of everything co-led."""

_OF_KIND: Final[Mapping[str, Mapping[str, str]]] = {
    "agreement": {
        "add": REWORDED, "change": REWORDED, "remove": REWORDED, "hand_over": "handed_over",
        "decline_hand_over": "ended",
    },
    "cycle": {
        "acknowledge": "acknowledged", "change_participants": "participants_changed",
        "change_rhythm": "rhythm_changed", "check_in": "followed_up", "decline_support": "support_answered",
        "end": "ended", "follow_up": "followed_up", "give_support": "support_answered", "move": "rhythm_changed",
        "prepare": "prepared", "set_agenda": "agenda_changed", "skip": "rhythm_changed",
    },
    "feedback": {
        "set_aside": "answered", "share": "shared", "take_back": "taken_back", "take_up": "answered",
        "talk_over": "answered", "thank": "answered",
    },
    "goal": {"revise": "revised"},
    "initiative": {
        "carry_on": "carried_on", "explain": "explained", "finish": "finished", "go_beyond": "went_beyond",
        "join": "joined", "leave": "left", "repair": "repaired", "stop": "stopped", "support": "support_given",
        "tell": "people_told",
    },
    "lesson": {
        "identify": "identified", "learn": "learned", "observe": "observed", "reopen": "reopened",
        "set_aside": "set_aside",
    },
    "person": {
        "change_address": "address_changed", "come_back": "returned", "forget": "forgotten", "hold": "hold_placed",
        "leave": "left", "lift_hold": "hold_lifted", "rename": "renamed",
    },
    "retention": {"apply": "applied", "change": "changed", "end": "ended"},
    "role": {"hand_over": "offered"},
    "task": {
        "accept": "accepted", "decline": "declined", "distribute": "distributed", "hand_back": "handed_back",
        "retire": "retired", "retitle": "retitled",
    },
    "team": {
        "come_back": "joined", "dissolve": "dissolved", "join": "joined", "leave": "left",
        "leave_coordination": "coordination_left", "link": "linked", "name_coordinator": "coordinator_named",
        "place": "placed", "rename": "renamed", "unlink": "unlinked",
    },
}  # fmt: skip
"""Of one kind: beside these, or in their place."""


def brings_about(kind: str, verb: str) -> str | None:
    """What a verb of a kind brings about; None for what is no verb of something that lives and ends.

    >>> brings_about("agreement", "consent"), brings_about("person", "leave"), brings_about("goal", "sing")
    ('voice_given', 'left', None)
    """
    return _OF_KIND.get(kind, {}).get(verb) or _ANYWHERE.get(verb)
