"""Goals: where people want to get, what it is good for, and how far along they are.

`goal` is agreed by those who own it; `goal_text` is what it says, and `contributions` what it serves. `measures` are
how one sees it, in exact `quantities`; `readings`, `progress` and `pace` say how far it has come, `pursuit` and
`goalposts` what happened on the way.
"""
