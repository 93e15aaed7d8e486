"""The commands, as people type them. What each shows is in a file of its own, imported when it is asked for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from inspect import BoundArguments
from pathlib import Path
from typing import Annotated

from cyclopts import App, CycloptsError, Group, Parameter

from coleadership.agreements import Agreement
from coleadership.cli.exits import FINE, WRONG, complain
from coleadership.cli.lookup import VARIABLE, binding_terms, find, opened, people_in, point_in_time
from coleadership.cli.screen import patience, screen
from coleadership.errors import Inconsistent

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

Url = Annotated[str | None, Parameter(parse=False)]
What = Annotated[str, Parameter(name="WHAT", help="An id, the beginning of one, or a title.")]
Json = Annotated[bool, Parameter(negative="", help="Write JSON, for a program to read.")]
File = Annotated[Path, Parameter(name="FILE")]


@app.meta.default
def _launch(
    *tokens: Annotated[str, Parameter(show=False, allow_leading_hyphen=True)],
    journal: Annotated[str | None, Parameter(help=f"Which journal: sqlite:///acme.db; else {VARIABLE} says.")] = None,
) -> int:
    command, bound, ignored = app.parse_args(tokens, exit_on_error=False, print_error=False)
    bound = _bound(bound, journal if "journal" in ignored else None)
    code: object = command(*bound.args, **bound.kwargs)
    return code if isinstance(code, int) else FINE


def _bound(bound: BoundArguments, journal: str | None) -> BoundArguments:
    """The arguments of a command, with the journal that every command takes."""
    if journal is not None:
        bound.arguments["journal"] = journal
    return bound


def run(arguments: Sequence[str]) -> int:
    """Run the command that these arguments ask for, and give its exit code."""
    try:
        code: object = app.meta(arguments, exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as error:
        wrong = str(error).partition(" Available commands:")[0].rstrip(".")  # that list breaks off with a comma
        return complain(f"{wrong}; see what there is with: coleadership --help", WRONG)
    return code if isinstance(code, int) else FINE


@app.command(name="list")
def list_(*, json: Json = False, journal: Url = None) -> None:
    """List what is in the journal: agreements and people."""
    from coleadership.cli.listing import print_list  # noqa: PLC0415 - imported when asked for

    with opened(journal) as book:
        print_list(book, json=json)


@app.command
def show(what: What, *, json: Json = False, journal: Url = None) -> None:
    """Show one agreement or person: how it stands, how it came about, what is open."""
    from coleadership.cli.showing import print_one  # noqa: PLC0415 - imported when asked for

    with opened(journal) as book:
        print_one(book, book.load(find(book, what).subject), json=json)


@app.command
def text(what: What, *, as_of: str | None = None, journal: Url = None) -> None:
    """Write the wording of an agreement alone, byte for byte.

    Args:
        as_of: The wording of a day (its end, in UTC) or of a time with its offset.
    """
    from coleadership.insights.reading import plain_text  # noqa: PLC0415 - imported when asked for

    when = None if as_of is None else point_in_time(as_of)
    with opened(journal) as book:
        id = find(book, what).subject
        subject = book.load(id) if when is None else book.as_of(id, when)
        if not isinstance(subject, Agreement):
            raise Inconsistent("what", f"{id} is a {subject.KIND} and has no wording; name an agreement")
        words = plain_text(binding_terms(subject), people_in(book, id))
    _ = sys.stdout.buffer.write(words.encode())
    _ = sys.stdout.buffer.flush()


@app.command
def history(what: What, *, json: Json = False, journal: Url = None) -> None:
    """Tell everything recorded about an agreement or a person, oldest first."""
    from coleadership.cli.telling import print_history  # noqa: PLC0415 - imported when asked for

    with opened(journal) as book:
        print_history(book, find(book, what).subject, json=json)


@app.command
def verify(*, json: Json = False, journal: Url = None) -> int:
    """Check that everything is as it was recorded; exits with 1 if not."""
    from coleadership.cli.doctor import print_verification  # noqa: PLC0415 - imported when asked for

    with opened(journal) as book:
        return print_verification(book, json=json)


@app.command
def doctor(*, json: Json = False, journal: Url = None) -> int:
    """Tell how the journal is kept and whether it is whole."""
    from coleadership.cli.doctor import print_health  # noqa: PLC0415 - imported when asked for

    with opened(journal) as book:
        return print_health(book, json=json)


@app.command
def export(*, journal: Url = None) -> None:
    """Write the whole journal to stdout as JSON Lines."""
    with opened(journal) as book, patience("exporting") as progress:
        for line in book.export(progress):
            _ = sys.stdout.buffer.write(line)
        _ = sys.stdout.buffer.flush()


@app.command(name="import")
def import_(file: File, *, journal: Url = None) -> None:
    """Fill a new or empty journal from an exported file, all of it or nothing."""
    from coleadership.cli.taking import fill  # noqa: PLC0415 - imported when asked for

    fill(file, journal)


@app.command
def import_agreements(
    file: File, *, keep_going: Annotated[bool, Parameter(negative="")] = False, journal: Url = None
) -> int:
    """Take in agreements with their whole history from a file of another organisation.

    Args:
        file: JSON Lines with agreement, revision, at, author and text.
        keep_going: Leave bad rows out instead of importing nothing.
    """
    from coleadership.cli.taking import take_agreements  # noqa: PLC0415 - imported when asked for

    return take_agreements(file, journal, keep_going=keep_going)


@app.command
def demo(*, journal: Url = None) -> None:
    """Play an invented organisation through a year, into coleadership-demo.db unless --journal says otherwise."""
    from coleadership.cli.demo import play  # noqa: PLC0415 - imported when asked for

    play(journal, screen())
