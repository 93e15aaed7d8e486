"""What a decision says: the question, what is decided and why, by which method, who answers for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Final, Self, TypedDict, Unpack

import attrs

from coleadership.agreements.clauses import Delegation, Mandate
from coleadership.deciding.counsel import Counsel, Involved
from coleadership.deciding.methods import JOINT, hears_others, level_of, method_of, misfit, unmandated
from coleadership.errors import Inconsistent, NotAllowedFor
from coleadership.heart.consent import PROPOSER, DecisionRule
from coleadership.heart.given import (
    Takes,
    decider_missing,
    ids_of,
    kept,
    maybe_day,
    maybe_text,
    reworded,
    seated,
    short_of,
)
from coleadership.heart.kinds import Part
from coleadership.heart.wording import Finding, Seat, next_review
from coleadership.ids import any_id, kind_of
from coleadership.prose import Prose, line

__all__ = ["DecisionFields", "DecisionText"]

_MANDATING: Final = ("agreement", "role", "assignment", "task")
_MOST_RESPONSIBLE: Final = 100
_MOST_SUPERSEDED: Final = 100


class DecisionFields(TypedDict, total=False):
    """What a wording may say beside its question, parties and method; see `DecisionText`."""

    responsible: Iterable[str]
    area: str | Prose | None
    outcome: str | Prose | None
    reasons: str | Prose | None
    level: Delegation | int | None
    mandate: str | None
    no_affected: str | Prose | None
    no_expert: str | Prose | None
    supersedes: Iterable[str]
    valid_from: date | None
    review: date | None


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class DecisionText:
    """One wording of a decision, whole.

    ``title`` is the question in one line, ``area`` the area of decision, ``outcome`` what is decided: it may be missing
    while only the question is open. ``method`` is chosen before, and decides on changes as well. ``parties`` have a
    voice; ``responsible`` are those of them who answer for the decision. ``level`` is how far the area is delegated,
    ``mandate`` the id of the agreement, role, assignment or task that says so. ``no_affected`` and ``no_expert`` say
    why there is nobody to be asked. ``valid_from`` is the first day on which it holds, if that is later than the day on
    which it is decided.
    """

    title: Prose
    method: DecisionRule
    parties: tuple[Seat, ...] = ()
    responsible: tuple[str, ...] = ()
    area: Prose | None = None
    outcome: Prose | None = None
    reasons: Prose | None = None
    level: Delegation | None = None
    mandate: str | None = None
    no_affected: Prose | None = None
    no_expert: Prose | None = None
    supersedes: tuple[str, ...] = ()
    """The earlier decisions in whose place it is taken."""
    valid_from: date | None = None
    review: date | None = None

    @classmethod
    def worded(
        cls, question: str | Prose, parties: Mapping[str, str], method: DecisionRule | str, today: date,
        **fields: Unpack[DecisionFields],
    ) -> Self:  # fmt: skip
        """A decision from what people give; the review is three months ahead unless said."""
        begun = cls(title=line(question, field="title"), method=method_of(method))
        content = begun.reworded(None, parties, None, **fields)
        return content if "review" in fields else attrs.evolve(content, review=next_review(today, None))

    def reworded(
        self, question: str | Prose | None, parties: Mapping[str, str] | None, method: DecisionRule | str | None,
        **fields: Unpack[DecisionFields],
    ) -> Self:  # fmt: skip
        """The same decision with what is given here in the place of what was."""
        changes = reworded(self, _TAKE, fields)
        if question is not None:
            changes["title"] = kept(self.title, line(question, field="title"))
        if parties is not None:
            changes["parties"] = seated(parties)
        if method is not None:
            changes["method"] = method_of(method)
        return attrs.evolve(self, **changes)

    @property
    def seats(self) -> tuple[Seat, ...]:
        """Who has a voice on it."""
        return self.parties

    @property
    def rule(self) -> DecisionRule:
        """The rule by which changes are decided: the method by which it was decided."""
        return self.method

    @property
    def end(self) -> date | None:
        """A decision does not run out by itself: it is reviewed, superseded or ended."""
        return None

    @property
    def deciders(self) -> tuple[Seat, ...]:
        """Whose voices decide by its method: all, those of one part, or whoever answers for it."""
        part = self.method.decided_by
        if part is None:
            return self.parties
        if part == PROPOSER:
            return tuple(seat for seat in self.parties if seat.person in self.responsible)
        return tuple(seat for seat in self.parties if seat.part == part)

    @property
    def takes_advice(self) -> bool:
        """Whether it is taken by the advice process: whoever answers for it decides, after hearing others."""
        return self.method.decided_by == PROPOSER and hears_others(self.method)

    def check_decider(self, person: str) -> None:
        """Raise where whoever proposes decides, and this person does not answer for it."""
        if self.method.decided_by == PROPOSER and self.responsible and person not in self.responsible:
            raise NotAllowedFor(person, wanted="decide this", who_could=", ".join(self.responsible))

    def check_method(self, chosen: DecisionRule, spoken: Collection[str], *, alone: bool) -> None:
        """Raise if it changes the method once somebody has spoken, or where it does not lie ``alone`` on the table."""
        if self.method != chosen and spoken:
            reason = f"{next(iter(spoken))} has spoken under {chosen.id}, so it stays the method"
            raise Inconsistent("method", f"{reason}; open another decision for another one")
        if self.method != chosen and not alone:
            raise Inconsistent("method", "all wordings on the table are decided by one method; choose it for all")

    def check_voices(self, table: Iterable[Seat], spoken: Collection[str]) -> None:
        """Raise if it takes their voice from somebody at the table who has used it."""
        kept_by = {seat.person for seat in self.parties}
        for seat in table:
            if seat.person in spoken and seat.person not in kept_by:
                reason = f"{seat.person} has spoken and keeps their voice"
                raise Inconsistent("parties", f"{reason}; keep them as a party, or let them leave by themselves")

    def check_leaving(self, person: str) -> None:
        """Raise if nobody would decide on it or answer for it once this person has left."""
        rest = self.without({person})
        if self.responsible and not rest.responsible:
            reason = f"once {person} has left, nobody answers for it"
            raise Inconsistent("by", f"{reason}; let others say yes to that first, or end it")
        if self.deciders and not rest.deciders:
            reason = f"once {person} has left, nobody decides on it any longer"
            raise Inconsistent("by", f"{reason}; bring in somebody who does, or end it")

    def owned_by(self, person: str) -> Self:
        """The same decision, every text without an owner being the words of this person."""
        said = (self.area, self.outcome, self.reasons, self.no_affected, self.no_expert)
        area, outcome, reasons, nobody, no_expert = (None if one is None else one.owned_by(person) for one in said)
        return attrs.evolve(
            self, title=self.title.owned_by(person), area=area, outcome=outcome, reasons=reasons, no_affected=nobody,
            no_expert=no_expert,
        )  # fmt: skip

    def without(self, people: Collection[str]) -> Self:
        """The same decision for those who stay."""
        return attrs.evolve(
            self,
            parties=tuple(seat for seat in self.parties if seat.person not in people),
            responsible=tuple(person for person in self.responsible if person not in people),
        )

    def findings(self) -> Iterator[Finding]:
        """What keeps it from being proposed, and what deserves a thought."""
        yield from self._walls()
        if self.level is not None and self.deciders:
            yield from misfit(self.level, self.method, self.deciders)
        for lacks, path, message in self._thoughts():
            if lacks:
                yield Finding(path, message)

    def unmandated(self, mandates: Iterable[Mandate]) -> tuple[Finding, ...]:
        """Who would decide it without a mandate, where these are the mandates in its area that there are now.

        >>> anna = {"anna": Part.CO_LEADER}
        >>> swaps = Mandate("Swaps", by="anna", level=6)
        >>> text = DecisionText.worded("Who swaps?", anna, "advice", date(2027, 1, 11), responsible=["anna"], level=7)
        >>> [lack.message for lack in text.unmandated([swaps])]
        ['anna has no mandate to decide this on level 7 (there is: anna on 6); let somebody decide who has']
        """
        return tuple(unmandated(self.level, self.deciders, mandates))

    def uncounselled(self, counsel: Counsel) -> Iterator[Finding]:
        """Who should have been asked before it is decided and was not, and what is still open with those who were.

        The advice process takes one who is affected and one who knows about it, unless there is nobody.
        """
        deciding = {seat.person for seat in self.deciders}
        if self.takes_advice:
            for how, whom, nobody, field in (
                (Involved.AFFECTED, "whom it affects", self.no_affected, "no_affected"),
                (Involved.EXPERT, "who knows about it", self.no_expert, "no_expert"),
            ):
                if nobody is None and not {*counsel.asked_as(how)} - deciding:
                    message = f"ask somebody {whom} for advice, or say in {field} why there is nobody"
                    yield Finding("advice", message, blocks=True)
        elif hears_others(self.method) and not self._hears(counsel) - deciding and self.no_affected is None:
            message = "nobody is heard before: ask for advice, give others a voice, or say in no_affected why not"
            yield Finding("advice", message, blocks=True)
        for one in counsel.advice:
            if one.is_awaited:
                yield Finding("advice", f"{one.person} was asked and has not answered yet", person=one.person)
            elif one.words is not None and one.use is None:
                yield Finding("advice", f"nothing says what became of the advice of {one.person}", person=one.person)

    def _thoughts(self) -> Iterator[tuple[bool, str, str]]:
        voted, review = self.method.decided_by is None and not self.method.blocks, self.review
        yield (
            self.reasons is None,
            "reasons",
            "nothing says why; who knows that can carry it, and see when to change it",
        )
        yield self.mandate is None, "mandate", "nothing says by which mandate; name the agreement or role that gives it"
        yield self.level is None, "level", "nothing says how far this area is delegated; choose from 1 to 7"
        yield review is None, "review", "no day is set on which you look at it together"
        early = review is not None and self.valid_from is not None and review < self.valid_from
        yield early, "review", f"you look at it together before it holds; choose a day from {self.valid_from}"
        few = voted and self.method.quorum[0] == 0
        yield few, "method", f"by {self.method.id} a few may decide; quorum says how many take part"

    def _hears(self, counsel: Counsel) -> set[str]:
        return {seat.person for seat in self.parties} | {one.person for one in counsel.advice}

    def _walls(self) -> Iterator[Finding]:
        if self.title.is_erased:
            yield Finding("title", "its words were erased; say anew what is to be decided", blocks=True)
        if self.outcome is None:
            yield Finding("outcome", "only the question is there; say what is decided", blocks=True)
        if self.method.decided_by is None and len(self.parties) < 2:
            message = f"{self.method.id} takes at least two who decide; name who else, or say who decides alone"
            yield Finding("parties", message, blocks=True)
        if self.method == JOINT:
            yield from short_of(self.parties, Part.CO_LEADER, Part.COORDINATOR)
        for lack in decider_missing(self.method, self.parties):
            yield attrs.evolve(lack, path="method")
        if not self.responsible:
            yield Finding("responsible", "say who answers for it: at least one of those who have a voice", blocks=True)
        people = {seat.person for seat in self.parties}
        for person in self.responsible:
            if person not in people:
                message = f"{person} is to answer for it and has no voice in it; name them as a party or leave them out"
                yield Finding("responsible", message, blocks=True, person=person)


_superseded_ids = ids_of("supersedes", _MOST_SUPERSEDED)


def _superseded(value: object) -> tuple[str, ...]:
    ids = _superseded_ids(value)
    for id in ids:
        if kind_of(id) != "decision":
            raise Inconsistent("supersedes", f"{id[:60]!r} is no decision; give the id of an earlier one")
    return ids


def _mandate(value: object) -> str | None:
    id = None if value is None else any_id(value, "mandate")
    if id is not None and kind_of(id) not in _MANDATING:
        raise Inconsistent("mandate", f"{id[:60]!r} is none of {', '.join(_MANDATING)}; give the id of one of these")
    return id


_TAKE: Final[Takes] = {
    "responsible": ids_of("responsible", _MOST_RESPONSIBLE),
    "area": lambda value: None if value is None else line(value, field="area"),
    "outcome": maybe_text("outcome"),
    "reasons": maybe_text("reasons"),
    "level": level_of,
    "mandate": _mandate,
    "no_affected": maybe_text("no_affected"),
    "no_expert": maybe_text("no_expert"),
    "supersedes": _superseded,
    "valid_from": maybe_day("valid_from"),
    "review": maybe_day("review"),
}
