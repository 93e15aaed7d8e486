"""How each recorded thing is told, as a sentence that goes on after the name of who did it.

In braces stand fields of the event; what follows a colon there is written before them, and nothing for an empty one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["PHRASES"]

_SHARED: Final = {
    "drafted": "words it{together: in one room with }: {content}",
    "revised": "words it anew: {content}",
    "adopted_on_record": "words what was adopted on record, voices unknown: {content}",
    "commented": "remarks: {text}",
    "contribution_declined": "has nothing to add",
    "withdrawn": "takes the proposal back{reason:: }",
    "proposed": "proposes it to {eligible}{closes:, until }",
    "ending_proposed": "proposes to end it{reason:: }",
    "voice_given": "{voice}",
    "objection_withdrawn": "lets the objection go",
    "adopted": "brings it into force: it binds since {since}",
    "rejected": "sees the proposal fall: {reason}",
    "overtaken": "leaves a proposal behind that was built on an earlier text",
    "renegotiation_called": "asks for new words{reason:: }",
    "reviewed": "reviews it with {present}: {outcome}{until:, until }{notes:: }",
    "paused": "lets it rest{until:, until }{reason:: }",
    "resumed": "goes on after the pause",
    "fell_due": "has come to “{stage}” with {what} on {on}{to:, told to }",
    "party_left": "notes that {person} leaves the table",
    "ended": "ends it on {on}{reason:: }",
}
"""The life that everything co-led shares."""

_PEOPLE: Final = {
    "person.joined": "joins",
    "person.renamed": "is called {name}",
    "person.address_changed": "is reached elsewhere by {channel}",
    "person.left": "leaves",
    "person.returned": "is back",
    "person.hold_placed": "has their words kept{until:, until }{reason:: }",
    "person.hold_lifted": "lets their words be forgotten again",
    "person.forgotten": "has words of theirs forgotten",
}
_RETENTION: Final = {
    "disclosure.shown": "is shown of {of}: {what}",
    "retention.set": "says how long {words} are kept: {ground}",
    "retention.changed": "changes how long they are kept: {ground}",
    "retention.applied": "has erased words whose time was over",
    "retention.ended": "ends the rule{reason:: }",
}
_AGREEMENTS: Final = {
    "agreement.breach_reported": "reports a breach: {what}",
    "agreement.breach_repaired": "repairs it: {how}",
    "agreement.notice_given": "gives notice: the last day is {last_day}{reason:: }",
    "agreement.notice_withdrawn": "stays after all",
    "agreement.handed_over": "offers the seat of {leaver} to {successor}",
    "agreement.overridden": "overrides it{reason:: }",
}
_CYCLES: Final = {
    "cycle.begun": "begins to follow it up, with {participants}",
    "cycle.followed_up": "follows it up: {follow_up}",
    "cycle.missed": "has passed {on} without a follow-up",
    "cycle.acknowledged": "has read the follow-up",
    "cycle.prepared": "prepares the next talk",
    "cycle.support_answered": "answers a request for support{words:: }",
    "cycle.rhythm_changed": "changes the rhythm{day:, on }{reason:: }",
    "cycle.participants_changed": "says who takes part: {participants}{reason:: }",
    "cycle.agenda_changed": "sets the agenda",
    "cycle.paused": "lets it rest until {until}: {reason}",
    "cycle.resumed": "goes on after the pause",
    "cycle.ended": "ends it{reason:: }",
}
_CARRIED: Final = {
    "people_asked": "asks {seats} where they stand",
    "stand_taken": "{voice}",
    "stand_taken_back": "lets the objection go",
}
"""What visions, missions, values and norms share beside."""

_STRUCTURE: Final = {
    "team.formed": "forms the {kind} {name} on {since}{under:, under }",
    "team.renamed": "calls it {name}",
    "team.placed": "places it{under: under } from {since}",
    "team.member_joined": "notes that {person} joins on {since}",
    "team.member_returned": "notes that {person} is back on {since}",
    "team.member_left": "notes that {person} leaves after {last_day}",
    "team.coordinator_named": "names {person} as coordinator from {since}",
    "team.coordinator_left": "notes that the coordinator stays until {last_day}",
    "team.linked": "links it to {team} through {representative} from {since}",
    "team.unlinked": "ends the link to {team} after {last_day}",
    "team.dissolved": "dissolves it after {last_day}{reason:: }",
    "role.offered": "offers it to {holding}{leaver:, in the place of }{notes:: }",
    "role.offer_accepted": "takes it on from {since}",
    "role.offer_declined": "does not take it on{reason:: }",
    "role.elected": "notes that {eligible} elect {holding}",
    "role.stepped_down": "notes that {person} holds it until {last_day}{reason:: }",
    "role.deputy_named": "notes who stands in for {person}{deputy:: }",
    "task.defined": "names a task of management: {title}, {sort}",
    "task.retitled": "calls it {title}",
    "task.distributed": "offers it to {holders} after consulting {consulted}{stand_in:, stood in for by }",
    "task.accepted": "notes that {person} says yes",
    "task.declined": "notes that {person} says no{reason:: }",
    "task.taken_on": "sees it taken on by {holders}",
    "task.handed_back": "notes that {person} hands it back{lacking:, lacking }{reason:: }",
    "task.retired": "retires it{reason:: }",
}

_DECISIONS: Final = {
    "decision.adopted": "sees it decided: it holds since {since}",
    "decision.advice_asked": "asks {people} for advice ({involved}){question:: }",
    "decision.volunteered": "wants to be involved{reason:: }",
    "decision.advice_given": "advises: {advice}",
    "decision.advice_weighed": "says what became of the advice of {person}: {use}{reason:, }",
    "decision.superseded": "lets it give way to {later}",
    "initiative.taken": "takes the initiative {title}{concerns:, and tells }{why:: }",
    "initiative.joined": "joins it",
    "initiative.left": "carries it no longer",
    "initiative.people_told": "tells {people}",
    "initiative.went_beyond": "goes beyond what one may decide, in good faith: {what}",
    "initiative.explained": "explains it to {to}: {words}",
    "initiative.repaired": "puts it right: {how}",
    "initiative.support_given": "stands by it: {words}",
    "initiative.carried_on": "carries it on as {became}{words:: }",
    "initiative.finished": "finishes it{words:: }",
    "initiative.stopped": "stops it{reason:: }",
}
_GOALS: Final = {
    "assignment.understanding_given": "understands it so: {words}",
    "goal.reading_taken": "reads {reading} on {on}{confidence:, sure to }{note:: }",
    "goal.reformulation_begun": "says why it needs other words: {reason}",
    "goal.reformulated": "leaves the old wording{due:, due on }, behind at {score} (compared with it: {shift})",
    "goal.achieved": "calls it achieved, with {present} ({score}){reason:: }",
    "goal.not_achieved": "calls it not achieved, with {present} ({score}){reason:: }",
    "goal.dropped": "drops it, with {present} ({score}){reason:: }",
}

_FOLLOW_UP: Final = {
    "feedback.given": "gives feedback{together:, with }, to {receivers}: “{text}”",
    "feedback.answered": "answers ({response}){words:: }",
    "feedback.shared": "says who may read it: {audience}",
    "feedback.taken_back": "takes it back",
    "lesson.noted": "notes {title}{together:, with }{expected:, expecting }{actual:: }",
    "lesson.observed": "saw this: {actual}",
    "lesson.identified": "makes this of it{why:: }{sustain:; to sustain: }{improve:; to improve: }",
    "lesson.learned": "notes that something was changed{changed:: }{otherwise:: }",
    "lesson.set_aside": "sets it aside: {reason}",
    "lesson.reopened": "opens it again: {reason}",
}

PHRASES: Final[Mapping[str, str]] = {
    **_SHARED, **_CARRIED, **_CYCLES, **_PEOPLE, **_AGREEMENTS, **_DECISIONS, **_GOALS, **_STRUCTURE, **_FOLLOW_UP,
    **_RETENTION,
}  # fmt: skip
"""By recorded name; by participle alone for what all kinds share."""
