"""The journal: one organisation's memory, and what it can be asked.

`journal` loads and saves; `readable` is what it answers, with `queries`, `owing`, `preparing` and `recalling`. `views`
are what one person sees, `ticking` is what time brings about, and `vocabulary` what there is to choose from.
`witnesses` hold how far it had come; `histories` bring in what was agreed elsewhere.
"""
