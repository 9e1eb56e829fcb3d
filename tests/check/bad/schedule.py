"""Dates and waves that never come.

Each row: what is wrong; the text of CAMPAIGN that is replaced and what replaces it; line, column and code of
each problem.
"""

# A table is read by its rows.
# fmt: off
ROWS = [
    ('a date that no calendar has', 'from: 2026-11-23', 'from: 2026-11-31', [(6, 9, 'bad-value')]),
    ('a date written otherwise', 'from: 2026-11-23', 'from: 23.11.2026', [(6, 9, 'bad-value')]),
    ('until before from', 'until: 2026-12-20', 'until: 2026-11-01', [(7, 10, 'conflict')]),
    ('a campaign that is over', '2026-11-23\n  until: 2026-12-20', '2026-10-01\n  until: 2026-11-01', [(7, 10, 'dates-over')]),
    ('cron with four fields', '0 8 * * MON', '0 8 * *', [(8, 10, 'build')]),
    ('cron with an impossible hour', '0 8 * * MON', '0 25 * * MON', [(8, 13, 'build')]),
    ('cron with an unknown weekday', '0 8 * * MON', '0 8 * * MOON', [(8, 19, 'build')]),
    ('cron that never comes', '0 8 * * MON', '0 8 1 1 *', [(8, 10, 'build')]),
    ('a relative build on a column that does not exist', '"0 8 * * MON"', '{on: activated, after: 3d}', [(8, 15, 'unknown-column')]),
    ('a relative build on a column that is no date', '"0 8 * * MON"', '{on: tier, after: 3d}', [(8, 15, 'build')]),
    ('a relative build both before and after', '"0 8 * * MON"', '{on: activated_on, after: 3d, before: 3d}', [(8, 10, 'conflict')]),
    ('a relative build neither before nor after', '"0 8 * * MON"', '{on: activated_on}', [(8, 10, 'conflict')]),
    ('a relative build before an event', '"0 8 * * MON"', '{on: event bill, before: 3d}', [(8, 35, 'conflict')]),
    ('a wave every hour of a day that never comes', '0 8 * * MON', '0 8 31 2 *', [(8, 15, 'build')]),
    ('cron with an impossible minute', '0 8 * * MON', '75 8 * * MON', [(8, 11, 'build')]),
    ('cron with an impossible month', '0 8 * * MON', '0 8 * 13 MON', [(8, 17, 'build')]),
    ('cron with six fields', '0 8 * * MON', '0 0 8 * * MON', [(8, 10, 'build')]),
    ('cron in words', '0 8 * * MON', 'every Monday', [(8, 10, 'build')]),
    ('a relative build without its delay', '"0 8 * * MON"', '{on: activated_on}', [(8, 10, 'conflict')]),
    ('a relative build with a key too many', '"0 8 * * MON"', '{on: activated_on, after: 3d, unit: days}', [(8, 40, 'unknown-key')]),
    ('a relative build at no time of day', '"0 8 * * MON"', '{on: activated_on, after: 3d, at: "25:00"}', [(8, 44, 'bad-value')]),
    ('a relative build after no duration', '"0 8 * * MON"', '{on: activated_on, after: three days}', [(8, 36, 'bad-value')]),
    ('a build that is a list', '"0 8 * * MON"', '[1, 2]', [(8, 10, 'wrong-type')]),
    ('a date with the month first', 'from: 2026-11-23', 'from: 11/23/2026', [(6, 9, 'bad-value')]),
    ('a date with one digit', 'until: 2026-12-20', 'until: 2026-12-2', [(7, 10, 'bad-value')]),
    ('a date that is a number', 'until: 2026-12-20', 'until: 20261220', [(7, 10, 'bad-value')]),
    ('a leap day that is none', 'until: 2026-12-20', 'until: 2027-02-29', [(7, 10, 'bad-value')]),
    ('no schedule', 'schedule:\n  from: 2026-11-23\n  until: 2026-12-20\n  build: "0 8 * * MON"\n', '', [(1, 1, 'missing-key')]),
    ('an empty schedule', 'schedule:\n  from: 2026-11-23\n  until: 2026-12-20\n  build: "0 8 * * MON"\n', 'schedule:\n', [(5, 10, 'wrong-type')]),
    ('a schedule that is a date', 'schedule:\n  from: 2026-11-23\n  until: 2026-12-20\n  build: "0 8 * * MON"\n', 'schedule: 2026-11-23\n', [(5, 11, 'wrong-type')]),
]
# fmt: on
