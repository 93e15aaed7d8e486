"""What a type checker says of a verb whose result is dropped: basedpyright sees it, as it is a bug."""

# pyright: reportUnnecessaryTypeIgnoreComment=error

import coleadership as co


def dropped(rota: co.Agreement) -> None:
    rota.propose(by="person_1")  # pyright: ignore[reportUnusedCallResult]
