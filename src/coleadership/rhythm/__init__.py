"""Days and how they come again: working days, time zones, recurrences, cadences, periods.

`cadence` is how often something is followed up, as people say it. `recurrence`, `rare` and `series` find its days and
`timeline` what is left of them; `rrules` is how iCalendar tells it. A period holds from one day to another.
"""
