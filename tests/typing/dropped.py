"""What a type checker says of a verb whose result is dropped: basedpyright sees it, as it is a bug."""

import coleadership as co


def dropped(rota: co.Agreement) -> None:
    rota.propose(by="person_1")  # pyright: ignore[reportUnusedCallResult]
