from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

import coleadership as co
from coleadership.heart.life import AdoptedOnRecord, Basis
from coleadership.journal.histories import Checked, check, take, title_of

AT = "2020-05-04T09:30:00+12:00"


def row(
    agreement: str = "rota", revision: object = 1, at: object = AT, author: object = "anna", text: object = "We"
) -> str:
    """One row as JSON."""
    return json.dumps(
        {"agreement": agreement, "revision": revision, "at": at, "author": author, "text": text}, ensure_ascii=False
    )


def file(*rows: str) -> io.BytesIO:
    """Rows as a file."""
    return io.BytesIO("".join(f"{line}\n" for line in rows).encode())


def checked(*rows: str) -> Checked:
    """What is found in these rows."""
    return check(file(*rows), "rota.jsonl")


def told(report: Checked) -> list[str]:
    """The faults as they are told."""
    return [str(fault) for fault in report.faults]


@pytest.fixture
def journal() -> Iterator[co.Journal]:
    """An empty journal."""
    with co.open_journal("memory:") as journal:
        yield journal


def taken(journal: co.Journal, *rows: str) -> list[co.Agreement]:
    """The agreements that these rows lead to."""
    stream = file(*rows)
    ids = [one.id for one in take(check(stream, "rota.jsonl"), stream, journal)]
    return [journal.load(id) for id in ids]  # type: ignore[misc]


def texts(journal: co.Journal, agreement: co.Agreement) -> list[str]:
    """Every wording of an agreement, oldest first."""
    events = [entry.event for entry in journal.history(agreement.id)]
    return [str(event.content.body) for event in events if isinstance(event, AdoptedOnRecord)]


class TestTitleOf:
    @pytest.mark.parametrize(
        ("slug", "title"),
        [("harassment_and_abuse", "Harassment and abuse"), ("NVC", "NVC"), ("a-b__c", "A b c"), ("överens", "Överens")],
    )
    def test_reads_a_slug_as_people_would(self, slug: str, title: str) -> None:
        """Underscores and hyphens are blanks, and it begins with a capital letter."""
        assert title_of(slug) == title


class TestCheck:
    def test_finds_nothing_wrong_in_mixed_rows(self) -> None:
        """Rows of several agreements may be mixed, as long as each counts its own revisions."""
        report = checked(row(), row("pods"), row(revision=2), row("pods", 2), row(revision=3))
        assert (report.faults, report.rows, report.left_out) == ((), 5, 0)
        assert [(one.title, len(one.offsets)) for one in report.histories] == [("Rota", 3), ("Pods", 2)]

    def test_lets_times_be_equal_or_run_backwards(self) -> None:
        """Clocks of different people disagree."""
        assert not checked(row(), row(revision=2), row(revision=3, at="2019-01-01T00:00:00Z")).faults

    @pytest.mark.parametrize(
        ("line", "fault"),
        [
            ("", "line 1: is not JSON"),
            ("[]", "line 1: is an array, not an object"),
            ('{"agreement": "rota"', "line 1: is not JSON"),
            ('{"agreement": "rota"}', "line 1, revision: is missing"),
            (row()[:-1] + ', "note": 1}', "line 1, note: is unknown"),
            (row()[:-1] + ', "text": "x"}', "line 1: has the key 'text' twice"),
            (row(revision="1"), "line 1, revision: is '1', no whole number from 1"),
            (row(revision=True), "line 1, revision: is 'True', no whole number"),
            (row(revision=0), "line 1, revision: is '0', no whole number"),
            (row(revision=1.0), "line 1, revision: is '1.0', no whole number"),
            (row(revision=float("nan")), "line 1: contains NaN"),
            (row(at="2020-05-04T09:30:00"), "line 1, at: 2020-05-04T09:30:00 has no time zone"),
            (row(at="yesterday"), "line 1, at: 'yesterday' is no time"),
            (row(at="0001-01-01T00:00:00+14:00"), "line 1, at: 0001-01-01T00:00:00+14:00 is too far away"),
            (row(at=5), "line 1, at: is '5', not text"),
            (row(author=""), "line 1, author: is empty"),
            (row(author="an\nna"), "line 1, author: contains the control character U+000A"),
            (row(author=None), "line 1, author: is 'None', not text"),
            (row(agreement="__"), "line 1, agreement: is empty"),
            (row(agreement="x" * 501), "line 1, agreement: has 501 characters"),
            (row(text="a\0b"), "line 1, text: contains a NUL character"),
            (row(text="a" * 1_000_001), "line 1, text: has 1,000,001 characters"),
            (row(text=["a"]), "line 1, text: is "),
            (row(text="X").replace("X", r"\ud800"), "line 1"),
        ],
    )
    def test_tells_line_field_and_reason(self, line: str, fault: str) -> None:
        """Each row that is wrong is told with what is wrong in it and what would work."""
        report = checked(line, row())
        assert told(report)[0].startswith(fault)
        assert (report.faulty, report.left_out, len(report.histories)) == (1, 1, 1)

    def test_refuses_what_is_not_utf_8(self) -> None:
        """A file in another encoding is not guessed at."""
        report = check(io.BytesIO(row(text="é").encode("latin-1") + b"\n"), "rota.jsonl")
        assert told(report)[0].startswith("line 1: is not UTF-8")

    def test_goes_on_after_a_line_that_is_too_long(self) -> None:
        """A line of more than 16 MB is not read into memory, and the next one is."""
        report = checked(row(text="a" * 16_000_001), row())
        assert told(report) == ["line 1: has more than 16,000,000 bytes; split the text"]
        assert [len(one.offsets) for one in report.histories] == [1]

    def test_tells_a_gap_once(self) -> None:
        """After a revision that is missing, the count goes on from there; the row itself is not bad."""
        report = checked(row(), row(revision=3), row(revision=4))
        assert told(report) == ["line 2, revision: is 3 after 1; expected 2"]
        assert (report.left_out, len(report.histories[0].offsets)) == (0, 3)

    def test_refuses_a_revision_twice(self) -> None:
        """Which of two is right cannot be known."""
        report = checked(row(), row(text="Or"), row(revision=2))
        assert told(report) == ["line 2, revision: is 1 after 1; expected 2"]
        assert (report.left_out, len(report.histories[0].offsets)) == (1, 2)

    def test_refuses_two_slugs_of_one_title(self) -> None:
        """Two agreements that would be called the same cannot be told apart later."""
        assert (
            "line 2, agreement: 'house-rules' would be called"
            in told(checked(row("house_rules"), row("house-rules")))[0]
        )

    def test_refuses_an_empty_file(self) -> None:
        """Nothing to import is told, not done."""
        with pytest.raises(co.InvalidInput, match="is empty; expected one JSON object a line"):
            check(io.BytesIO(), "rota.jsonl")

    def test_keeps_no_more_than_a_thousand_faults(self) -> None:
        """A file of something else does not fill the memory with complaints."""
        report = check(io.BytesIO(b"x\n" * 1_500), "rota.jsonl")
        assert (len(report.faults), report.faulty) == (1_000, 1_500)

    def test_tells_how_far_it_is(self) -> None:
        """Whoever waits sees bytes read of all bytes."""
        calls: list[tuple[int, int]] = []
        stream = file(*(row(revision=n + 1) for n in range(2_000)))
        _ = check(stream, "rota.jsonl", lambda done, total: calls.append((done, total)))
        assert len(calls) == 2
        assert calls[-1] == (len(stream.getvalue()), len(stream.getvalue()))


class TestTake:
    def test_keeps_times_authors_and_every_wording(self, journal: co.Journal) -> None:
        """What the file says is in the journal, with the zone's time as UTC, and the parties are the authors."""
        (rota,) = taken(journal, row(), row(revision=2, author="bo", at="2021-01-01T00:00:00Z", text="We\r\nmeet "))
        entries = list(journal.history(rota.id))
        assert texts(journal, rota) == ["We", "We\r\nmeet "]
        assert [entry.at for entry in entries] == [
            datetime(2020, 5, 3, 21, 30, tzinfo=UTC),
            datetime(2021, 1, 1, tzinfo=UTC),
        ]
        people = {entry.by: str(journal.load(entry.by or "").title) for entry in entries}
        assert list(people.values()) == ["anna", "bo"]
        assert [(seat.person, seat.part) for seat in rota.table] == [(id, co.Part.MEMBER) for id in people]
        assert (str(rota.title), rota.content.kind, rota.audience) == ("Rota", "team", "organisation")

    def test_invents_no_voice(self, journal: co.Journal) -> None:
        """Whose voices carried what was agreed elsewhere is not known."""
        (rota,) = taken(journal, row(), row(revision=2, text="We meet"))
        assert rota.in_force is not None
        assert rota.in_force.basis is Basis.ON_RECORD
        assert {entry.name for entry in journal.history(rota.id)} == {"agreement.adopted_on_record"}

    def test_parties_are_those_who_have_worded_it_so_far(self, journal: co.Journal) -> None:
        """Nobody is party to a wording that was there before they were."""
        (rota,) = taken(journal, row(), row(revision=2, author="bo"))
        events = [entry.event for entry in journal.history(rota.id)]
        assert [len(event.content.parties) for event in events if isinstance(event, AdoptedOnRecord)] == [1, 2]

    def test_takes_empty_texts_and_all_languages(self, journal: co.Journal) -> None:
        """A text may be empty, in any language and direction, and may hold control characters."""
        said = ["", "我们每周见面", "نلتقي كل أسبوع", "\x1b[31m\x07", "Vi möts på måndagar 🙂", ""]
        (rota,) = taken(journal, *(row(revision=n, text=text, author="楊") for n, text in enumerate(said, 1)))
        assert texts(journal, rota) == said

    def test_shares_people_between_the_agreements_of_a_file(self, journal: co.Journal) -> None:
        """Somebody who words two agreements is one person, who joined with their first row."""
        first, second = taken(journal, row(), row("pods", at="2021-01-01T00:00:00Z"))
        assert [seat.person for seat in first.table] == [seat.person for seat in second.table]
        (person,) = journal.find(co.Person)
        assert next(journal.history(person.id)).at == datetime(2020, 5, 3, 21, 30, tzinfo=UTC)

    def test_twice_changes_nothing(self, journal: co.Journal) -> None:
        """The same rows are known again, in whatever way the JSON is laid out."""
        first = taken(journal, row(), row("pods"), row(revision=2, text="We meet"))
        head = journal.head()
        stream = file(row(), row("pods").replace(" ", "  "), row(revision=2, text="We meet"))
        again = list(take(check(stream, "other.jsonl"), stream, journal))
        assert [(one.id, one.new) for one in again] == [(one.id, False) for one in first]
        assert journal.head() == head

    def test_goes_on_where_it_was_interrupted(self, journal: co.Journal) -> None:
        """Agreements and people that are there already are found again, and the others follow."""
        rows = [row(), row("pods", author="bo"), row(revision=2)]
        stream = file(*rows)
        report = check(stream, "rota.jsonl")
        first = next(take(report, stream, journal))
        again = list(take(report, stream, journal))
        assert [one.new for one in again] == [False, True]
        assert again[0].id == first.id
        assert len(list(journal.find(co.Person))) == 2

    def test_refuses_another_history_of_the_same_title(self, journal: co.Journal) -> None:
        """Two histories of one agreement are not mixed, and nothing of the file is taken."""
        _ = taken(journal, row())
        head = journal.head()
        with pytest.raises(co.InvalidInput, match="“Rota” is in this journal already with another history"):
            _ = taken(journal, row("pods"), row(), row(revision=2))
        assert journal.head() == head

    def test_renumbers_what_is_left(self, journal: co.Journal) -> None:
        """With a bad row left out, the wordings after it move up; none is invented."""
        (rota,) = taken(journal, row(text="a"), row(revision=2, at="?"), row(revision=3, text="c"))
        assert (rota.formulation.wordings, texts(journal, rota)) == (2, ["a", "c"])

    def test_takes_hundreds_of_revisions(self, journal: co.Journal) -> None:
        """A long history is one save and one agreement."""
        (rota,) = taken(journal, *(row(revision=n, text=f"Wording {n}", author=f"a{n % 7}") for n in range(1, 701)))
        assert (rota.revision, rota.formulation.wordings, len(rota.table)) == (700, 700, 7)
        assert {entry.rest for entry in journal.history(rota.id)} == set(range(700))

    def test_refuses_a_file_that_changed_meanwhile(self, journal: co.Journal) -> None:
        """What was checked is what is kept, or nothing is."""
        report = checked(row(text="We"))
        for other in (row(text="Me"), "x", row(text="W")):
            with pytest.raises(co.InvalidInput, match=r"line|changed"):
                _ = list(take(report, file(other), journal))
        assert not list(journal.find(co.Agreement))

    def test_tells_how_far_it_is(self, journal: co.Journal) -> None:
        """Whoever waits sees rows kept of all rows."""
        calls: list[tuple[int, int]] = []
        stream = file(row(), row("pods"), row(revision=2))
        _ = list(take(check(stream, "x"), stream, journal, lambda done, total: calls.append((done, total))))
        assert calls == [(2, 3), (3, 3)]
