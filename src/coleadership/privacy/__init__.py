"""The rules of trust, kept in a whole journal: what somebody sees of it, what it holds about them, what is erased.

`standing` finds who somebody is, `seeing` leaves out what is not theirs, `auditing` records what was shown.
`portability` gives them what is held about them; `erasure` forgets them; `expiring` and `retaining` let words go when
their time is over.
"""
