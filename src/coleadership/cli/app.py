"""The commands, as people type them. What each shows is in a file of its own, imported when it is asked for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import App, CycloptsError, Group, Parameter

from coleadership.agreements.agreement import Agreement
from coleadership.cli.exits import FINE, WRONG, complain
from coleadership.cli.extending import Where, extended
from coleadership.cli.lookup import binding_terms, called_in, find, point_in_time
from coleadership.cli.place import SETTINGS, VARIABLE, Place
from coleadership.cli.screen import patience, screen
from coleadership.errors import Inconsistent
from coleadership.following_up.cycles import Cycle
from coleadership.heart.events import moment
from coleadership.organisation.people import Person
from coleadership.organisation.roles import Role
from coleadership.organisation.teams import Team

__all__ = ["app", "run"]

app = App(
    name="coleadership",
    help="Agreements that people word together: look into a journal, check it, fill it, carry it elsewhere.",
    help_format="plaintext",
    version_flags=[],
    suppress_keyboard_interrupt=False,
)
app.meta.suppress_keyboard_interrupt = False
app.meta.group_parameters = Group("Every command")
app.meta.help_flags = ()  # help is asked of the app itself, once it knows the commands of plugins

_WHO = (Person.KIND, Role.KIND, Team.KIND)  # of whom something can be waited for
What = Annotated[str, Parameter(name="WHAT", help="An id, the beginning of one, or a title.")]
Json = Annotated[bool, Parameter(negative="", help="Write JSON, for a program to read.")]
File = Annotated[Path, Parameter(name="FILE")]
Files = Annotated[list[Path] | None, Parameter(negative="")]
Keys = Annotated[list[str] | None, Parameter(negative="")]


@app.meta.default
def _launch(
    *tokens: Annotated[str, Parameter(show=False, allow_leading_hyphen=True)],
    journal: Annotated[str | None, Parameter(help=f"Which journal: sqlite:///acme.db; else {VARIABLE} says.")] = None,
    plugin: Annotated[
        list[str] | None, Parameter(negative="", help="A plugin to use, by name or as ./file.py; may be repeated.")
    ] = None,
    no_plugins: Annotated[bool, Parameter(negative="", help="Use none, whatever says otherwise.")] = False,
    settings: Annotated[Path | None, Parameter(help=f"Settings of plugins; else {SETTINGS}, where it is here.")] = None,
) -> int:
    place = Place(journal, plugin, settings, bare=no_plugins)
    with extended(app, place):
        command, bound, ignored = app.parse_args(tokens, exit_on_error=False, print_error=False)
        if "journal" in ignored:
            bound.arguments["journal"] = place
        code: object = command(*bound.args, **bound.kwargs)
    return code if isinstance(code, int) else FINE


def run(arguments: Sequence[str]) -> int:
    """Run the command that these arguments ask for, and give its exit code."""
    try:
        code: object = app.meta(arguments, exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as error:
        wrong = str(error).partition(" Available commands:")[0].rstrip(".")  # that list breaks off with a comma
        return complain(f"{wrong}; see what there is with: coleadership --help", WRONG)
    return code if isinstance(code, int) else FINE


@app.command(name="list")
def list_(*, kind: str | None = None, seen_by: str | None = None, json: Json = False, journal: Where) -> None:
    """List what is in the journal: agreements, people and all else.

    Args:
        kind: Only of this kind: goal.
        seen_by: Only what this person sees.
    """
    from coleadership.cli.listing import print_list

    with journal.opened() as book:
        print_list(book if seen_by is None else book.seen_by(find(book, seen_by, Person.KIND).subject), kind, json=json)


@app.command
def show(what: What, /, *, json: Json = False, journal: Where) -> None:
    """Show one agreement or person: how it stands, how it came about, what is open."""
    from coleadership.cli.showing import print_one

    with journal.opened() as book:
        print_one(book, book.load(find(book, what).subject), json=json)


@app.command
def text(what: What, /, *, as_of: str | None = None, journal: Where) -> None:
    """Write the wording of an agreement alone, byte for byte.

    Args:
        as_of: The wording of a day (its end, in UTC) or of a time with its offset.
    """
    from coleadership.insights.reading import plain_text

    when = None if as_of is None else point_in_time(as_of, "as-of")
    with journal.opened() as book:
        id = find(book, what).subject
        subject = book.load(id) if when is None else book.as_of(id, when)
        if not isinstance(subject, Agreement):
            raise Inconsistent("what", f"{id} is a {subject.KIND} and has no wording; name an agreement")
        words = plain_text(binding_terms(subject), called_in(book, id))
    _ = sys.stdout.buffer.write(words.encode())
    _ = sys.stdout.buffer.flush()


@app.command
def history(what: What, /, *, json: Json = False, journal: Where) -> None:
    """Tell everything recorded about an agreement or a person, oldest first."""
    from coleadership.cli.telling import print_history

    with journal.opened() as book:
        print_history(book, find(book, what).subject, json=json)


@app.command
def sight(
    what: What, /, *, mermaid: Annotated[bool, Parameter(negative="")] = False, json: Json = False, journal: Where
) -> None:
    """Draw the line of sight: from what somebody does up to mission and vision, and back down.

    Args:
        mermaid: Write it as text that Mermaid draws.
    """
    from coleadership.cli.sighting import print_sight

    with journal.opened() as book:
        print_sight(book.line_of_sight(find(book, what).subject), mermaid=mermaid, json=json)


@app.command
def access(who: What, what: What, /, *, json: Json = False, journal: Where) -> None:
    """Tell what somebody may see of something and do with it, and why: first who, then of what."""
    from coleadership.cli.seeing import print_access

    with journal.opened() as book:
        print_access(book, find(book, who, Person.KIND).subject, find(book, what).subject, json=json)


@app.command
def obligations(who: What, /, *, at: str | None = None, json: Json = False, journal: Where) -> None:
    """List what waits for somebody, what is to be done first at the top.

    Args:
        at: As of a day (its end, in UTC) or of a time with its offset; now, if left out. It lists what waits today.
    """
    from coleadership.cli.reminding import print_obligations

    now = moment(None) if at is None else point_in_time(at)
    with journal.opened() as book:
        print_obligations(book, find(book, who, *_WHO).subject, now, json=json)


@app.command
def agenda(what: What, /, *, at: str | None = None, json: Json = False, journal: Where) -> None:
    """Prepare the next talk of a cycle: what was agreed, what has happened since the last one, what is open.

    Args:
        at: As of a day (its end, in UTC) or of a time with its offset; now, if left out.
    """
    from coleadership.cli.talking import print_agenda

    now = moment(None) if at is None else point_in_time(at)
    with journal.opened() as book:
        print_agenda(book, find(book, what, Cycle.KIND).subject, now, json=json)


@app.command
def tick(*, at: str | None = None, json: Json = False, journal: Where) -> int:
    """Record what time alone has brought about; exits with 1 if something could not be recorded.

    Args:
        at: As of a day (its end, in UTC) or of a time with its offset; now, if left out.
    """
    from coleadership.cli.reminding import print_tick

    now = moment(None) if at is None else point_in_time(at)
    with journal.opened() as book:
        return print_tick(book, now, json=json)


@app.command
def held_about(who: What, /, *, json: Json = False, journal: Where) -> None:
    """Write all that is held about somebody, for them to have: a page of HTML, or JSON."""
    from coleadership.cli.forgetting import print_held

    with journal.opened() as book:
        print_held(book, find(book, who, Person.KIND).subject, json=json)


@app.command
def forget(
    who: What, /, *, yes: Annotated[bool, Parameter(negative="")] = False, by: str | None = None,
    leaving_vacant: Annotated[bool, Parameter(negative="")] = False, json: Json = False, journal: Where,
) -> int:  # fmt: skip
    """Tell what forgetting somebody would come to, and with --yes forget them; exits with 1 if it cannot be done now.

    Args:
        yes: Do it.
        by: Who does it, as it is recorded: an id, such as that of a person.
        leaving_vacant: Even where something in force would be left without a coordinator.
    """
    from coleadership.cli.forgetting import forget, print_plan

    with journal.opened() as book:
        person = find(book, who, Person.KIND).subject
        if not yes:
            return print_plan(book, person, json=json)
        forget(book, person, by, leaving_vacant=leaving_vacant, json=json)
    return FINE


@app.command
def plan_retention(*, at: str | None = None, json: Json = False, journal: Where) -> None:
    """Tell which words a tick would let go by the rules of retention, and which of them something keeps.

    Args:
        at: As of a day (its end, in UTC) or of a time with its offset; now, if left out.
    """
    from coleadership.cli.forgetting import print_retention

    with journal.opened() as book:
        print_retention(book, moment(None) if at is None else point_in_time(at), json=json)


@app.command
def verify(
    *, witness: Files = None, public_key: Keys = None, cards: Annotated[bool, Parameter(negative="")] = False,
    json: Json = False, journal: Where,
) -> int:  # fmt: skip
    """Check that everything is as it was recorded; exits with 1 if not.

    Args:
        cards: Compare what things are found and shown by with the records, too.
        witness: A file of checkpoints that was kept elsewhere; may be repeated.
        public_key: Whose signatures count there: ed25519:… or a file of such lines; may be repeated.
    """
    from coleadership.cli.doctor import print_verification
    from coleadership.cli.witnessing import heads_of

    with journal.opened() as book, heads_of(witness, public_key) as heads:
        return print_verification(book, heads, cards=cards, json=json)


@app.command
def checkpoint(*, key: str, to: Path | None = None, public_key: Keys = None, journal: Where) -> int:
    """Sign how far the journal has come, for a witness to keep elsewhere.

    Args:
        key: Where the private key is: file:PATH or env:NAME.
        to: The file of the witness, to whose end it is added; without it, it is printed.
        public_key: The key before this one, where the last checkpoint there was signed with it.
    """
    from coleadership.cli.witnessing import sign

    return sign(journal, key, to, public_key)


@app.command
def keygen(file: File) -> None:
    """Make a key to sign checkpoints with: write it to a new file, and print its public half.

    Args:
        file: Where the private key is to lie, where only the witness can read it.
    """
    from coleadership.cli.witnessing import make_key

    make_key(file)


@app.command
def doctor(*, json: Json = False, journal: Where) -> int:
    """Tell how the journal is kept and whether it is whole."""
    from coleadership.cli.doctor import let_go, print_health

    book = journal.opened(tell=False)
    try:
        return print_health(book, journal.plugins, json=json)
    finally:
        let_go(book)


@app.command
def plugins(*, available: Annotated[bool, Parameter(negative="")] = False, json: Json = False, journal: Where) -> int:
    """List the plugins: enabled, broken, left out or only installed.

    Args:
        available: List what is installed, and import none of it.
    """
    from coleadership.cli.plugging import print_plugins

    return print_plugins(journal, available=available, json=json)


@app.command
def check_plugin(
    plugin: Annotated[str, Parameter(name="NAME", help="An installed plugin, or ./file.py.")],
    *,
    store_url: str | None = None,
    json: Json = False,
    journal: Where,
) -> int:
    """Look at a plugin as its author would; exits with 1 if something is wrong.

    Args:
        store_url: Where stores of the contract may be made: acme:///tmp/check/{name}.db.
    """
    from coleadership.cli.checking import check

    return check(plugin, journal, store_url=store_url, json=json)


@app.command
def export(*, journal: Where) -> None:
    """Write the whole journal to stdout as JSON Lines."""
    with journal.opened() as book, patience("exporting") as progress:
        for line in book.export(progress):
            _ = sys.stdout.buffer.write(line)
        _ = sys.stdout.buffer.flush()


@app.command(name="import")
def import_(file: File, *, journal: Where) -> None:
    """Fill a new or empty journal from an exported file, all of it or nothing."""
    from coleadership.cli.taking import fill

    fill(file, journal)


@app.command
def import_agreements(
    file: File, *, keep_going: Annotated[bool, Parameter(negative="")] = False, journal: Where
) -> int:
    """Take in agreements with their whole history from a file of another organisation.

    Args:
        file: JSON Lines with agreement, revision, at, author and text.
        keep_going: Leave bad rows out instead of importing nothing.
    """
    from coleadership.cli.taking import take_agreements

    return take_agreements(file, journal, keep_going=keep_going)


@app.command
def demo(*, journal: Where) -> None:
    """Play an invented organisation through a year, into coleadership-demo.db unless --journal says otherwise."""
    from coleadership.cli.demo import play

    play(journal, screen())
