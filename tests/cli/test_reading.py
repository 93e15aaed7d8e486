from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

import coleadership as co
from tests.cli.command import ROWS, URL, Command, lines


class TestList:
    def test_names_what_is_there(self, imported: Command) -> None:
        """Every agreement and person is there with title, id and status."""
        told = imported("list")
        for one in imported.json("list"):
            assert one["title"] in told
            assert one["id"] in told

    def test_is_an_array_for_programs(self, imported: Command) -> None:
        """With --json it is one array, whatever is in it."""
        rota, pods, *people = imported.json("list")
        assert (rota["title"], rota["status"], rota["next_due"]) == ("Rota", "in_force", "2021-09-02")
        assert rota["links"]["party"] == sorted(person["id"] for person in people)
        assert pods["links"]["party"] == [people[1]["id"]]

    def test_of_one_kind_holds_nothing_else(self, imported: Command) -> None:
        """A kind that there is not is refused, with one that there is."""
        assert {row["kind"] for row in imported.json("list")} > {"agreement"}
        assert {row["kind"] for row in imported.json("list", "--kind", "agreement")} == {"agreement"}
        told = imported.refusal(2, "list", "--kind", "agreemnt")
        assert told == "kind: 'agreemnt' is no kind of thing here; did you mean 'agreement'?"

    def test_of_an_empty_journal_says_so(self, run: Command) -> None:
        """Nothing there is not an error."""
        with co.open_journal(URL):
            pass
        assert run("list") == "there is nothing to list\n"
        assert run.json("list") == []

    def test_goes_page_by_page(self, run: Command) -> None:
        """However much there is, all of it is listed, under one heading."""
        with co.open_journal(URL) as journal:
            _ = journal.save(*(co.Person.join(f"Person {n:03}") for n in range(405)))
        told = run("list")
        assert len(re.findall(r"Person \d+", told)) == 405
        assert told.count("status") == 1
        assert len(run.json("list")) == 405


class TestShow:
    def test_tells_of_a_text_adopted_on_record(self, imported: Command) -> None:
        """Wordings, authors, whose words survive, when it was touched; and that no voice was invented."""
        told = imported("show", "rota")
        for said in ("team agreement", "since 2021-06-02", "anna, bo, 楊", "2021-06-02 01:30 UTC", "(overdue)",
                     "100.0%", "none was invented", "neither employment contract"):  # fmt: skip
            assert said in " ".join(told.split())
        facts = imported.json("show", "rota")
        assert facts["came_about"]["surviving_words"] == [{"authors": ["楊"], "words": 9, "share": 1.0}]
        assert (facts["wordings"], facts["authors"]) == (3, ["anna", "bo", "楊"])
        assert facts["note"] == co.LEGAL_NOTE

    def test_tells_of_an_empty_text(self, imported: Command) -> None:
        """An empty text has no words, and that is said."""
        assert "The text in force is empty." in imported("show", "pods")

    def test_tells_of_an_agreement_worded_here(self, played: Command) -> None:
        """Who worded it together, who contributed, who declined; no shares of words."""
        told, facts = played("show", "evening-rota"), played.json("show", "evening-rota")
        assert facts["came_about"] == {
            "together": [],
            "contributed": ["Anna Ek", "Bo Lind", "Chidi Okafor"],
            "declined": ["Dana Levi"],
            "not_yet": [],
        }
        assert "%" not in told
        for said in ("Two of us close on Fridays", "level 7 of 7: delegate", co.LEGAL_NOTE.split(",")[0]):
            assert said in told
        assert facts["wordings"] == 6
        assert "worded in one room" in played("show", "tool room")
        assert "ended" in played("show", "tool room")
        assert "Binder 3, page 12" in played("show", "learning the books")

    def test_tells_what_is_open(self, run: Command) -> None:
        """Objections, remarks, and who has yet to answer."""
        at = datetime(2026, 1, 1, tzinfo=UTC)
        anna, bo, chidi = (co.Person.join(name, at=at) for name in ("Anna", "Bo", "Chidi"))
        parties: dict[str, str] = {anna.id: co.Part.MEMBER, bo.id: co.Part.MEMBER, chidi.id: co.Part.MEMBER}
        rota = co.Agreement.draft(
            "Rota", kind="team", parties=parties, body="We [bold]share[/bold] it", by=anna.id, at=at
        )
        rota = rota.comment("What of Fridays?", by=bo.id, at=at).propose(by=anna.id, at=at)
        with co.open_journal(URL) as journal:
            _ = journal.save(anna, bo, chidi, rota.object("Not alone :smile:", by=bo.id, at=at))
        told = " ".join(run("show", "rota").split())
        for said in ("Wording 1, proposed", "objection Bo: Not alone :smile:", "remark Bo: What of Fridays?",
                     "has yet to answer Chidi", "not heard yet"):  # fmt: skip
            assert said in told
        (proposal,) = run.json("show", "rota")["proposals"]
        assert proposal["waiting_for"] == ["Chidi"]
        assert run("text", "rota") == "We [bold]share[/bold] it"

    def test_tells_how_it_is_kept(self, run: Command) -> None:
        """Breaches, what had better be amended, notice, overrides and pleas for new words."""
        at = datetime(2026, 1, 1, tzinfo=UTC)
        anna, bo = co.Person.join("Anna", at=at), co.Person.join("Bo", at=at)
        rota = co.Agreement.in_meeting(
            "Rota", parties={anna.id: co.Part.CO_LEADER, bo.id: co.Part.COORDINATOR}, by=bo.id,
            present=[anna.id, bo.id],
            clauses=[co.Commitment("I keep it", by=anna.id), co.Support("I cover it", by=bo.id)], notice_days=10, at=at,
        )  # fmt: skip
        clause = rota.content.clauses[0].id
        for what in ("Late", "Late again"):
            rota = rota.report_breach(clause, what, by=bo.id, at=at)
        rota = rota.repair_breach(rota.keeping.breaches[0].id, "We talked", by=anna.id, at=at)
        rota = rota.call_for_renegotiation("Too tight", by=anna.id, at=at).override("The law", by=bo.id, at=at)
        with co.open_journal(URL) as journal:
            _ = journal.save(anna, bo, rota.give_notice(by=anna.id, at=at))
        told = " ".join(run("show", "rota").split())
        for said in ("“I keep it”: Late (repaired: We talked)", "Late again (not repaired yet)", "broken twice or more",
                     "Too tight", "given by Anna; the last day is 2026-01-11", "by Bo: The law"):  # fmt: skip
            assert said in told

    def test_tells_of_a_person(self, played: Command) -> None:
        """What they are called, how they are reached, what they are party to."""
        told = played("show", "anna ek")
        assert "anna@kugghjulet.example" in told
        assert "Evening rota (in force)" in told
        assert played.json("show", "Anna Ek")["addresses"] == {"email": "anna@kugghjulet.example"}

    def test_tells_what_sort_it_is_beside_what_it_is(self, run: Command) -> None:
        """Feedback of a kind is still feedback, and a unit a team; names stand for ids."""
        at = datetime(2026, 1, 1, tzinfo=UTC)
        anna, bo = co.Person.join("Anna", at=at), co.Person.join("Bo", at=at)
        thanks = co.Feedback.give("Thanks for Friday", to=[bo.id], kind="thanks", by=anna.id, at=at)
        with co.open_journal(URL) as journal:
            _ = journal.save(anna, bo, thanks, co.Team.form("Evenings", kind="unit", by=anna.id, at=at))
        facts = run.json("show", thanks.id)
        assert (facts["kind"], facts["feedback_kind"], facts["receivers"]) == ("feedback", "thanks", ["Bo"])
        assert facts["text"] == {"words": "Thanks for Friday"}
        assert "gives feedback, to Bo: “Thanks for Friday”" in run("history", thanks.id)
        team = run.json("show", "evenings")
        assert (team["kind"], team["team_kind"]) == ("team", "unit")

    def test_never_sends_a_command_to_the_terminal(self, run: Command) -> None:
        """Control characters in what people wrote are shown, not sent; other scripts stay as they are."""
        at = "2020-01-01T10:00:00Z"
        evil = "a\x1b]0;x\x07\x9b31m\x7f\u2028"
        rows = [("rota", 1, at, "مريم", evil)]
        _ = run("import-agreements", run.file(lines([*rows])))
        with co.open_journal(URL) as journal:
            (rota,) = journal.find(co.Agreement)
            _ = journal.save(rota.call_for_renegotiation(evil, by=rota.table[0].person))
        for arguments in (["list"], ["show", "rota"], ["history", "rota"], ["show", "rota", "--json"]):
            told = run(*arguments)
            assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", told), arguments
            assert "مريم" in told
        assert r"\x1b]0;x\x07\x9b31m\x7f" in run("show", "rota")
        assert run.raw("text", "rota")[1].decode() == evil

    def test_fits_a_narrow_terminal(self, played: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        """Nothing is cut off where there is little room."""
        monkeypatch.setenv("COLUMNS", "40")
        for arguments in (["show", "evening-rota"], ["history", "evening-rota"], ["list"]):
            assert max(map(len, played(*arguments).splitlines())) <= 40
            assert "…" not in played(*arguments)


class TestWhat:
    def test_is_an_id_its_beginning_or_a_title(self, imported: Command) -> None:
        """People say what is easiest for them."""
        id = imported.json("list")[0]["id"]
        for what in (id, id[:-1], "Rota", "ROTA", " rota_"):
            assert imported.json("show", what)["id"] == id

    def test_reads_slugs_as_titles(self, played: Command) -> None:
        """Blanks, hyphens and underscores are alike."""
        for what in ("Evening rota", "evening_rota", "EVENING-ROTA"):
            assert played.json("show", what)["title"] == "Evening rota"

    def test_that_is_ambiguous_lists_the_candidates(self, run: Command) -> None:
        """Of two with the same title, the ids are told, with how each stands."""
        with co.open_journal(URL) as journal:
            first, second = journal.save(co.Person.join("Anna Ek"), co.Person.join("Anna Ek"))
        for what in ("anna-ek", "person_"):
            told = run.refusal(2, "show", what)
            assert first.id in told
            assert second.id in told
        with co.open_journal(URL) as journal:
            _ = journal.save(*(co.Person.join("Anna Ek") for _ in range(20)))
        assert "and others; give more of the id" in run.refusal(2, "show", "anna-ek")

    @pytest.mark.parametrize("what", ["nobody", "", "agreement_x", "%", "\0"])
    def test_that_is_not_there_is_refused(self, imported: Command, what: str) -> None:
        """A name that nothing has is told, and how to find the right one."""
        for command in ("show", "text", "history"):
            assert "see what there is with: coleadership list" in imported.refusal(2, command, what)

    def test_that_is_like_something_there_is_told(self, imported: Command) -> None:
        """Somebody who mistyped is not sent to a list."""
        assert imported.refusal(2, "show", "roat") == "nothing here is called 'roat'; did you mean 'Rota'?"


class TestText:
    def test_writes_the_wording_byte_for_byte(self, imported: Command) -> None:
        """Nothing is added, changed or translated, line ends included."""
        assert imported.raw("text", "rota") == (0, "我们分享夜晚和钥匙。\r\n".encode(), "")
        assert imported.raw("text", "pods") == (0, b"", "")

    @pytest.mark.parametrize(
        ("when", "text"),
        [
            ("2020-01-01", ROWS[2][4]),
            ("2020-01-01T10:00:00+01:00", ROWS[2][4]),
            ("2021-06-01", ROWS[2][4]),
            ("2021-06-02", ROWS[3][4]),
            ("2021-06-02T01:30:00Z", ROWS[3][4]),
            ("2021-06-02T01:29:59Z", ROWS[2][4]),
        ],
    )
    def test_as_of_a_day_or_time(self, imported: Command, when: str, text: str) -> None:
        """A day is over at its end in UTC; of what happened at the same time, the later recorded counts."""
        assert imported.raw("text", "rota", "--as-of", when) == (0, text.encode(), "")

    @pytest.mark.parametrize("when", ["yesterday", "2020-01-01T10:00:00", "2020-13-01", "", "2020"])
    def test_refuses_what_is_no_time(self, imported: Command, when: str) -> None:
        """A time without offset is not guessed at."""
        assert "write 2016-06-01, or" in imported.refusal(2, "text", "rota", "--as-of", when)

    def test_refuses_a_day_before_there_was_a_text(self, imported: Command) -> None:
        """Nothing is invented for the time before."""
        assert "nothing is recorded of it up to" in imported.refusal(2, "text", "rota", "--as-of", "2019-12-31")

    def test_refuses_a_person(self, imported: Command) -> None:
        """People have no wording."""
        assert "is a person and has no wording" in imported.refusal(2, "text", "anna")

    def test_gives_what_is_in_force_not_what_is_proposed(self, played: Command) -> None:
        """While an amendment is open, the old wording binds; an agreement of clauses is plain Markdown."""
        assert "two weeks ahead" in played("text", "evening-rota", "--as-of", "2026-02-03")
        told = played("text", "evening-rota", "--as-of", "2026-02-05")
        assert told.startswith("# Evening rota\n\nWhy: People hear too late which evenings they work.\n\n## Between\n")
        assert "- Anna Ek: I publish the rota three weeks ahead\n" in told


class TestHistory:
    def test_tells_everything_in_sentences(self, played: Command) -> None:
        """Each thing that happened is a sentence with its time and who did it."""
        told = " ".join(played("history", "evening-rota").split())
        for said in (
            "2025-09-01 09:00 Anna Ek words it: “Evening rota”, 3 clauses,",
            "Anna Ek proposes it to Anna Ek, Chidi Okafor, Bo Lind",
            "Chidi Okafor remarks: “Could we talk about Fridays? Who closes then?”",
            "Chidi Okafor objects: “Closing alone on a Friday night is not safe.”",
            "brings it into force: it binds since 2025-09-10",
            "Chidi Okafor reports a breach: “The rota came out two days late”",
            "reviews it with", "keep, until 2026-03-02",
            "consents with a concern",
            "offers the seat of Chidi Okafor to Dana Levi",
            "Dana Levi has nothing to add",
        ):  # fmt: skip
            assert said in told
        assert "gives notice: the last day is 2026-07-09" in played("history", "tool room")
        assert "Anna Ek joins" in played("history", "Anna Ek")

    def test_is_an_array_for_programs(self, imported: Command) -> None:
        """With --json every record is there by its recorded name."""
        rows = imported.json("history", "rota")
        assert [(row["step"], row["name"], row["by_name"]) for row in rows] == [
            (n, "agreement.adopted_on_record", name) for n, name in enumerate(["anna", "bo", "楊"], 1)
        ]

    def test_has_a_sentence_for_every_event(self) -> None:
        """No event that can be recorded is told by its bare name."""
        from coleadership.cli.telling import told  # noqa: PLC0415 - only here
        from tests.golden.samples import SAMPLES  # noqa: PLC0415 - as above

        for name, (_, event) in SAMPLES.items():
            sentence = told(name, event, {})
            assert not sentence.startswith("did this"), name
            assert "{" not in sentence
            assert "None" not in sentence
