"""Who is there, and who does what: people, teams, roles, management tasks, assignments.

`belonging` is what teams remember of their people, `holding` who has a role and until when, `distribution` how a task
is spread. The hierarchy is here, and nowhere else.
"""
