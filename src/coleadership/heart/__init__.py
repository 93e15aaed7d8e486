"""The life that everything co-led shares: worded together, agreed, lived by, reworded or ended.

Begin with `events`, which says what a subject is and how it changes, with `consent`, where voices become a decision,
and with `formulation`, which holds the wordings and what is in force. `life` has the events of this life; `worded` and
`coled` have its verbs. The rooms of the concepts above only add what is their own.
"""
