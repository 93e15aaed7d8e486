"""The rules that people rely on: who may see and do what, how long words are kept, what was shown to whom.

`access` decides by the table in `entitlements`. `retention`, `forgetting` and `disclosures` say what is promised and
what happened. None of them needs a journal; `coleadership.privacy` keeps them in a whole one.
"""
