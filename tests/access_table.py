"""Who may do what, written out: what is expected of `access` for every action, part, audience and state.

Nothing here is computed by the code that it is compared with. A row is somebody's part in something. In each column
stand the audiences for which the action is allowed them: ``o`` organisation, ``t`` team, ``p`` parties, ``v`` private.
A small letter is for what goes on, a capital also for what is over; ``.`` is nobody, whatever the audience.
"""

from __future__ import annotations

from typing import Final

__all__ = ["COLUMNS", "TABLE"]

COLUMNS: Final = (
    "see", "see_whole", "read_history", "read_talk", "read_notes", "read_answers", "export", "word", "answer",
    "contribute", "follow_up", "acknowledge", "keep", "share", "take_back", "administer",
)  # fmt: skip
TABLE: Final = """\
agreement                   see  all  hist talk note made take word answ add  look ack  keep shar back reg
  party                     OTPV OTPV OTPV .    .    .    OTPV otpv otpv .    otpv .    otpv .    .    .
  holds role                OTPV OTPV OTPV .    .    .    OTPV otpv otpv .    otpv .    otpv .    .    .
  in team                   OTPV OTPV OTPV .    .    .    OTPV otpv otpv .    otpv .    otpv .    .    .
  author only               O    O    .    .    .    .    O    .    .    .    .    .    .    .    .    .
  awaited                   OTP  OTP  .    .    .    .    OTP  .    .    .    .    .    .    .    .    .
  near                      OT   OT   .    .    .    .    OT   .    .    .    .    .    .    .    .    .
  keeps register            O    O    .    .    .    .    O    .    .    .    .    .    .    .    .    o
  stranger                  O    O    .    .    .    .    O    .    .    .    .    .    .    .    .    .
  gone                      .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
assignment                  see  all  hist talk note made take word answ add  look ack  keep shar back reg
  party                     OTPV OTPV OTPV .    .    .    OTPV otpv otpv .    otpv .    otpv .    .    .
  principal                 OTPV OTPV OTPV .    .    .    OTPV .    .    .    .    .    .    .    .    .
  assignee                  OTPV OTPV OTPV .    .    .    OTPV .    .    .    .    .    .    .    .    .
  holds role                OTPV OTPV OTPV .    .    .    OTPV otpv otpv .    otpv .    otpv .    .    .
  in team                   OTPV OTPV OTPV .    .    .    OTPV otpv otpv .    otpv .    otpv .    .    .
  author only               O    O    .    .    .    .    O    .    .    .    .    .    .    .    .    .
  awaited                   OTP  OTP  .    .    .    .    OTP  .    .    .    .    .    .    .    .    .
  near                      OT   OT   .    .    .    .    OT   .    .    .    .    .    .    .    .    .
  keeps register            O    O    .    .    .    .    O    .    .    .    .    .    .    .    .    .
  stranger                  O    O    .    .    .    .    O    .    .    .    .    .    .    .    .    .
  gone                      .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
cycle                       see  all  hist talk note made take word answ add  look ack  keep shar back reg
  participant               OTPV OTPV OTPV .    .    .    OTPV otpv .    .    otpv .    otpv .    .    .
  holds role                OTPV OTPV OTPV .    .    .    OTPV otpv .    .    otpv .    otpv .    .    .
  in team                   OTPV OTPV OTPV .    .    .    OTPV otpv .    .    otpv .    otpv .    .    .
  participant, there        OTPV OTPV OTPV OTPV OTPV .    OTPV otpv .    .    otpv .    otpv .    .    .
  role was there            OTPV OTPV OTPV OTPV .    .    OTPV otpv .    .    otpv .    otpv .    .    .
  awaited                   OTP  OTP  .    .    .    .    OTP  .    OTP  .    .    OTP  .    .    .    .
  near                      OT   OT   .    .    .    .    OT   .    .    .    .    .    .    .    .    .
  keeps register            O    O    .    .    .    .    O    .    .    .    .    .    .    .    .    .
  stranger                  O    O    .    .    .    .    O    .    .    .    .    .    .    .    .    .
  gone                      .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
decision                    see  all  hist talk note made take word answ add  look ack  keep shar back reg
  party                     OTPV OTPV OTPV .    .    .    OTPV otpv otpv otpv otpv .    otpv .    .    .
  responsible               OTPV OTPV OTPV .    .    .    OTPV .    .    otpv .    .    .    .    .    .
  affected                  OTPV OTPV OTPV .    .    .    OTPV .    .    otpv .    .    .    .    .    .
  expert                    OTPV OTPV OTPV .    .    .    OTPV .    .    otpv .    .    .    .    .    .
  volunteer                 OTPV OTPV OTPV .    .    .    OTPV .    .    otpv .    .    .    .    .    .
  holds role                OTPV OTPV OTPV .    .    .    OTPV otpv otpv otpv otpv .    otpv .    .    .
  in team                   OTPV OTPV OTPV .    .    .    OTPV otpv otpv otpv otpv .    otpv .    .    .
  author only               O    O    .    .    .    .    O    .    .    o    .    .    .    .    .    .
  awaited                   OTP  OTP  .    .    .    .    OTP  .    .    otp  .    .    .    .    .    .
  near                      OT   OT   .    .    .    .    OT   .    .    ot   .    .    .    .    .    .
  keeps register            O    O    .    .    .    .    O    .    .    o    .    .    .    .    .    .
  stranger                  O    O    .    .    .    .    O    .    .    o    .    .    .    .    .    .
  gone                      .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
disclosure                  see  all  hist talk note made take word answ add  look ack  keep shar back reg
  reader                    OTPV OTPV OTPV .    .    .    OTPV .    .    .    .    .    .    .    .    .
  of                        OTPV OTPV OTPV .    .    .    OTPV .    .    .    .    .    .    .    .    .
  holds role                OTPV OTPV OTPV .    .    .    OTPV .    .    .    .    .    .    .    .    .
  in team                   OTPV OTPV OTPV .    .    .    OTPV .    .    .    .    .    .    .    .    .
  awaited                   OTP  OTP  .    .    .    .    OTP  .    .    .    .    .    .    .    .    .
  near                      OT   OT   .    .    .    .    OT   .    .    .    .    .    .    .    .    .
  keeps register            O    O    .    .    .    .    O    .    .    .    .    .    .    .    .    .
  stranger                  O    O    .    .    .    .    O    .    .    .    .    .    .    .    .    .
  gone                      .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
feedback                    see  all  hist talk note made take word answ add  look ack  keep shar back reg
  giver                     OTPV OTPV OTPV .    .    OTPV OTPV .    .    .    .    .    .    .    otpv .
  receiver                  OTP  .    OTP  .    .    .    OTP  .    otp  .    .    .    .    otp  .    .
  holds role                OTP  .    OTP  .    .    .    OTP  .    otp  .    .    .    .    otp  .    .
  in team                   OTP  .    OTP  .    .    .    OTP  .    otp  .    .    .    .    otp  .    .
  giver and receiver        OTPV OTPV OTPV .    .    OTPV OTPV .    .    .    .    .    .    .    otpv .
  answered it               OTP  .    OTP  .    .    OTP  OTP  .    otp  .    .    .    .    otp  .    .
  awaited                   OTP  .    .    .    .    .    OTP  .    .    .    .    .    .    .    .    .
  near                      OT   .    .    .    .    .    OT   .    .    .    .    .    .    .    .    .
  keeps register            O    .    .    .    .    .    O    .    .    .    .    .    .    .    .    .
  stranger                  O    .    .    .    .    .    O    .    .    .    .    .    .    .    .    .
  gone                      .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
goal                        see  all  hist talk note made take word answ add  look ack  keep shar back reg
  party                     OTPV OTPV OTPV .    .    .    OTPV otpv otpv .    otpv .    OTPV .    .    .
  owner                     OTPV OTPV OTPV .    .    .    OTPV .    .    .    .    .    .    .    .    .
  holds role                OTPV OTPV OTPV .    .    .    OTPV otpv otpv .    otpv .    OTPV .    .    .
  in team                   OTPV OTPV OTPV .    .    .    OTPV otpv otpv .    otpv .    OTPV .    .    .
  author only               O    O    .    .    .    .    O    .    .    .    .    .    .    .    .    .
  awaited                   OTP  OTP  .    .    .    .    OTP  .    .    .    .    .    .    .    .    .
  near                      OT   OT   .    .    .    .    OT   .    .    .    .    .    .    .    .    .
  keeps register            O    O    .    .    .    .    O    .    .    .    .    .    .    .    .    .
  stranger                  O    O    .    .    .    .    O    .    .    .    .    .    .    .    .    .
  gone                      .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
initiative                  see  all  hist talk note made take word answ add  look ack  keep shar back reg
  party                     OTPV OTPV OTPV .    .    .    OTPV OTPV .    OTPV .    .    OTPV .    .    .
  concerns                  OTPV OTPV OTPV .    .    .    OTPV .    .    OTPV .    .    .    .    .    .
  holds role                OTPV OTPV OTPV .    .    .    OTPV OTPV .    OTPV .    .    OTPV .    .    .
  in team                   OTPV OTPV OTPV .    .    .    OTPV OTPV .    OTPV .    .    OTPV .    .    .
  awaited                   OTP  OTP  .    .    .    .    OTP  .    .    OTP  .    .    OTP  .    .    .
  near                      OT   OT   .    .    .    .    OT   .    .    OT   .    .    .    .    .    .
  keeps register            O    O    .    .    .    .    O    .    .    O    .    .    .    .    .    .
  stranger                  O    O    .    .    .    .    O    .    .    O    .    .    .    .    .    .
  gone                      .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
lesson                      see  all  hist talk note made take word answ add  look ack  keep shar back reg
  author                    OTPV OTPV OTPV .    .    .    OTPV .    .    OTPV .    .    .    .    .    .
  holds role                OTPV OTPV OTPV .    .    .    OTPV .    .    OTPV .    .    .    .    .    .
  in team                   OTPV OTPV OTPV .    .    .    OTPV .    .    OTPV .    .    .    .    .    .
  awaited                   OTP  OTP  .    .    .    .    OTP  .    .    OTP  .    .    .    .    .    .
  near                      OT   OT   .    .    .    .    OT   .    .    OT   .    .    .    .    .    .
  keeps register            O    O    .    .    .    .    O    .    .    O    .    .    .    .    .    .
  stranger                  O    O    .    .    .    .    O    .    .    O    .    .    .    .    .    .
  gone                      .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
mission norm value vision   see  all  hist talk note made take word answ add  look ack  keep shar back reg
  party                     OTPV OTPV OTPV .    .    .    OTPV otpv otpv .    otpv .    otpv .    .    .
  holds role                OTPV OTPV OTPV .    .    .    OTPV otpv otpv .    otpv .    otpv .    .    .
  in team                   OTPV OTPV OTPV .    .    .    OTPV otpv otpv .    otpv .    otpv .    .    .
  author only               O    O    .    .    .    .    O    .    .    .    .    .    .    .    .    .
  awaited                   OTP  OTP  .    .    .    .    OTP  .    .    .    .    .    .    .    .    .
  near                      OT   OT   .    .    .    .    OT   .    .    .    .    .    .    .    .    .
  keeps register            O    O    .    .    .    .    O    .    .    .    .    .    .    .    .    .
  stranger                  O    O    .    .    .    .    O    .    .    .    .    .    .    .    .    .
  gone                      .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
person                      see  all  hist talk note made take word answ add  look ack  keep shar back reg
  itself                    OTPV OTPV OTPV .    .    .    OTPV OTPV .    .    .    .    .    .    .    .
  awaited                   OTP  .    .    .    .    .    OTP  .    .    .    .    .    .    .    .    .
  near                      OT   .    .    .    .    .    OT   .    .    .    .    .    .    .    .    .
  keeps register            O    O    .    .    .    .    O    O    .    .    .    .    .    .    .    O
  stranger                  O    .    .    .    .    .    O    .    .    .    .    .    .    .    .    .
  gone                      .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
retention                   see  all  hist talk note made take word answ add  look ack  keep shar back reg
  awaited                   OTP  .    .    .    .    .    OTP  .    .    .    .    .    .    .    .    .
  near                      O    .    .    .    .    .    O    .    .    .    .    .    .    .    .    .
  keeps register            O    O    O    .    .    .    O    .    .    .    .    .    .    .    .    o
  stranger                  O    .    .    .    .    .    O    .    .    .    .    .    .    .    .    .
  gone                      .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
role                        see  all  hist talk note made take word answ add  look ack  keep shar back reg
  party                     OTPV OTPV OTPV .    .    .    OTPV otpv otpv .    otpv .    otpv .    .    .
  holds role                OTPV OTPV OTPV .    .    .    OTPV otpv otpv .    otpv .    otpv .    .    .
  in team                   OTPV OTPV OTPV .    .    .    OTPV otpv otpv .    otpv .    otpv .    .    .
  holds it                  OTPV OTPV OTPV .    .    .    OTPV .    .    .    .    .    otpv .    .    .
  author only               O    O    .    .    .    .    O    .    .    .    .    .    .    .    .    .
  holder                    O    O    .    .    .    .    O    .    .    .    .    .    .    .    .    .
  deputy                    O    O    .    .    .    .    O    .    .    .    .    .    .    .    .    .
  awaited                   OTP  OTP  .    .    .    .    OTP  .    otp  .    .    .    .    .    .    .
  near                      OT   OT   .    .    .    .    OT   .    .    .    .    .    .    .    .    .
  keeps register            O    O    .    .    .    .    O    .    .    .    .    .    .    .    .    .
  stranger                  O    O    .    .    .    .    O    .    .    .    .    .    .    .    .    .
  gone                      .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
task                        see  all  hist talk note made take word answ add  look ack  keep shar back reg
  holder                    OTPV OTPV OTPV .    .    .    OTPV .    .    .    .    .    otpv .    .    .
  offered                   OTPV OTPV OTPV .    .    .    OTPV .    .    .    .    .    otpv .    .    .
  stand_in                  OTPV OTPV OTPV .    .    .    OTPV .    .    .    .    .    otpv .    .    .
  holds role                OTPV OTPV OTPV .    .    .    OTPV .    .    .    .    .    otpv .    .    .
  in team                   OTPV OTPV OTPV .    .    .    OTPV .    .    .    .    .    otpv .    .    .
  awaited                   OTP  OTP  .    .    .    .    OTP  .    otp  .    .    .    .    .    .    .
  near                      OT   OT   .    .    .    .    OT   .    .    .    .    .    .    .    .    .
  coordinator               O    O    .    .    .    .    O    .    .    .    .    .    o    .    .    .
  keeps register            O    O    .    .    .    .    O    .    .    .    .    .    o    .    .    .
  stranger                  O    O    .    .    .    .    O    .    .    .    .    .    .    .    .    .
  gone                      .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
team                        see  all  hist talk note made take word answ add  look ack  keep shar back reg
  in it                     OTPV OTPV OTPV .    .    .    OTPV .    .    .    .    .    .    .    .    .
  awaited                   OTP  OTP  .    .    .    .    OTP  .    .    .    .    .    .    .    .    .
  near                      OT   OT   .    .    .    .    OT   .    .    .    .    .    .    .    .    .
  coordinator               O    O    .    .    .    .    O    .    .    .    .    .    .    .    .    O
  coordinates it            OTPV OTPV OTPV .    .    .    OTPV .    .    .    .    .    .    .    .    OTPV
  keeps register            O    O    .    .    .    .    O    .    .    .    .    .    .    .    .    O
  stranger                  O    O    .    .    .    .    O    .    .    .    .    .    .    .    .    .
  gone                      .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
"""
