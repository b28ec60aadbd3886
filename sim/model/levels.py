"""Which share of working days with genuine use counts as what."""

from __future__ import annotations

#: A day a month; two days a week; four days a week.
ANY_USE, FREQUENT_USE, DAILY_USE = 0.05, 0.4, 0.8
#: Genuine use that counts as "used this week": about one working day in five.
DAY_A_WEEK = 0.2
