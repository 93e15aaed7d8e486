"""Looking together at how it goes, again and again, and learning from it: cycles, talks, feedback, lessons.

A cycle in `cycles` has a rhythm and people; `forms` are what it asks, `follow_ups` what came of one talk, `talks` what
is still open after it. `followed` is its state, `following` its events, `course` how far its rhythm has come.
"""
