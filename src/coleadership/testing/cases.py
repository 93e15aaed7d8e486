"""What all cases of the kit share: the harness, deviations with a reason, and that no case is lost on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial, wraps
from typing import ClassVar, Final, TypeVar, cast

import pytest

from coleadership.records import Store
from coleadership.testing.harness import Harness
from coleadership.testing.together import within

__all__ = ["KIT_VERSION", "Cases", "binds", "each", "first_version", "since", "skip_unless"]

KIT_VERSION: Final = "1.0"
"""The version of the kit. A plugin that sets ``KIT`` to an older one is not held to the newest cases yet."""

Case = Callable[..., None]
C = TypeVar("C", bound=Case)


def since(version: str) -> Callable[[C], C]:
    """Say in which version of the kit a case came; those that do not say so were there from the beginning.

    >>> @since("1.1")
    ... def test_sings(store): ...
    >>> first_version(test_sings)
    '1.1'
    """

    def marked(case: C) -> C:
        case.__dict__["since"] = version
        return case

    return marked


def first_version(case: Case) -> str:
    """The version of the kit in which a case came."""
    return str(case.__dict__.get("since", "1.0"))


def binds(version: str, *, held_to: str, now: str = KIT_VERSION) -> bool:
    """Whether a case of this version must pass: until the next version of the kit, it may fail where ``KIT`` is older.

    >>> binds("1.1", held_to="1.0", now="1.1"), binds("1.1", held_to="1.0", now="1.2")
    (False, True)
    """
    return _numbers(version) <= _numbers(held_to) or _numbers(version) < _numbers(now)


def each(name: str, values: Mapping[str, object]) -> pytest.MarkDecorator:
    """Parametrise a case by values that have a name, so that a deviation can name one."""
    return pytest.mark.parametrize(name, [*values.values()], ids=[*values])


def skip_unless(holds: bool, reason: str) -> None:  # noqa: FBT001 - a condition and what to say otherwise
    """Skip a case that asks for what this store does not offer."""
    if not holds:
        pytest.skip(reason)


class Cases:
    """Cases for one store. A subclass gives the harness; it adds cases if it likes, and takes none away."""

    deviations: ClassVar[Mapping[str, str]] = {}
    """Cases that this store does not pass, each with the reason: ``"test_x"``, or of several ``"test_x[id]"``."""
    KIT: ClassVar[str] = KIT_VERSION
    """The version of the kit that this store is held to; cases that are newer, and new in the kit, may fail."""
    TIMES: ClassVar[int] = 1
    """How many times the harness's patience a case of this layer may take, as it waits for several things."""

    @pytest.fixture
    def harness(self) -> Harness:
        """Where the stores are; every subclass says so."""
        pytest.fail(f"{type(self).__name__} has no harness; give it a fixture of that name that returns a Harness")

    @pytest.fixture
    def store(self, harness: Harness) -> Iterator[Store]:
        """An empty store, closed in the end."""
        made = within(harness.patience, harness.open)
        yield made
        within(harness.patience, made.close)

    @pytest.fixture(autouse=True)
    def _wait_patiently(self, request: pytest.FixtureRequest, harness: Harness) -> None:
        """Give a case up that hangs: it is left behind in a thread of its own, and the next one begins."""
        node = cast("pytest.Function", request.node)
        case = cast("Case", node.obj)
        owner = next(kind for kind in type(self).__mro__ if node.originalname in vars(kind))
        limit = harness.patience * cast("int", vars(owner).get("TIMES", 1))

        @wraps(case)
        def patient(**given: object) -> None:
            within(limit, partial(case, **given))

        node.obj = patient

    @pytest.fixture(autouse=True)
    def _deviate(self, request: pytest.FixtureRequest) -> None:
        """Expect a case to fail that deviates, or that is newer than what this store is held to."""
        node = cast("pytest.Function", request.node)
        reason = self.deviations.get(node.name) or self.deviations.get(node.originalname)
        version = first_version(cast("Case", node.function))
        if reason:
            request.applymarker(pytest.mark.xfail(reason=reason, strict=True))
        elif not binds(version, held_to=self.KIT):
            request.applymarker(pytest.mark.xfail(reason=f"new in {version}", strict=False))

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if cls.__module__.partition(".testing.")[0] == __name__.partition(".testing.")[0]:
            return  # the kit itself, which is put together from layers
        _check_whole(cls)
        _check_deviations(cls)
        if _numbers(cls.KIT) > _numbers(KIT_VERSION):
            msg = f"{cls.__name__}: KIT is {cls.KIT}, newer than {KIT_VERSION} here; update coleadership"
            raise TypeError(msg)

    @classmethod
    def cases(cls) -> dict[str, Case]:
        """The kit's cases, by name, in the order in which they are written."""
        ours = [kind for kind in cls.__mro__ if kind.__module__.startswith(__name__.rpartition(".")[0])]
        found = (pair for kind in ours for pair in vars(kind).items())
        return {name: case for name, case in found if name.startswith("test_")}


def _numbers(version: str) -> tuple[int, ...]:
    try:
        return tuple(int(number) for number in version.split("."))
    except ValueError:
        msg = f"{version!r} is no version of the kit; write it as {KIT_VERSION!r}"
        raise TypeError(msg) from None


def _check_whole(cls: type[Cases]) -> None:
    for name, case in cls.cases().items():
        if getattr(cls, name, None) is not case:
            msg = (
                f"{cls.__name__}.{name} is a case of the kit, and is not to be replaced or removed; "
                f'if the store does not pass it, say why: deviations = {{"{name}": "…"}}'
            )
            raise TypeError(msg)


def _check_deviations(cls: type[Cases]) -> None:
    known = cls.cases()
    for deviation, reason in cls.deviations.items():
        name, _, rest = deviation.partition("[")
        ids = [*_ids(known[name])] if name in known else []
        if name not in known or (rest and ids and not any(id in rest for id in ids)):
            what = f"no case {deviation}" + (f" (ids: {', '.join(ids)})" if ids else "; see StoreContract.cases()")
            msg = f"{cls.__name__}.deviations: the kit has {what}"
            raise TypeError(msg)
        if not reason.strip():
            msg = f"{cls.__name__}.deviations: say why the store does not pass {deviation}"
            raise TypeError(msg)


def _ids(case: Case) -> Iterator[str]:
    marks = cast("list[pytest.Mark]", getattr(case, "pytestmark", []))
    for mark in marks:
        yield from cast("list[str]", mark.kwargs.get("ids", []))
