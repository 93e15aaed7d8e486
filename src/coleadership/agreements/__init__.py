"""Agreements: contracts that both sides have worded and both can change.

`agreement` is the contract and `terms` what it says, clause by clause as in `clauses`. `keeping` is what happens while
it is lived by: breach and repair, notice, hand-over.
"""
