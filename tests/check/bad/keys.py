"""Keys and values that the file does not take.

Each row: what is wrong; the text of CAMPAIGN that is replaced and what replaces it; line, column and code of
each problem.
"""

# A table is read by its rows.
# fmt: off
ROWS = [
    ('an unknown key, with the nearest as a hint', 'owner: care', 'ownr: care', [(3, 1, 'unknown-key')]),
    ('an unknown key deep inside', '{attempts: 2, from: survey}', '{attemps: 2, from: survey}', [(21, 14, 'unknown-key')]),
    ('a required key is missing', 'purpose: survey\n', '', [(1, 1, 'missing-key')]),
    ('a required key is missing inside a part', '  until: 2026-12-20\n', '', [(5, 1, 'missing-key')]),
    ("a required key is missing in a list's item", '      answer: scale 0-10\n', '', [(36, 7, 'missing-key')]),
    ('a doubled key', 'script: survey\nsurvey:', 'script: survey\nscript: x\nsurvey:', [(25, 1, 'duplicate-key')]),
    ('a list where a mapping is wanted', 'schedule:\n  from: 2026-11-23\n  until: 2026-12-20\n  build: "0 8 * * MON"\n', 'schedule: [a]\n', [(5, 11, 'wrong-type')]),
    ('a mapping where a list is wanted', 'approvals: [network]', 'approvals: {network: 1}', [(4, 12, 'wrong-type'), (4, 22, 'unknown-department')]),
    ('a text where a number is wanted', 'completes: 40', 'completes: many', [(16, 23, 'wrong-type')]),
    ('a number where a share is wanted', '  order: [-balance]', '  holdout: 5', [(17, 12, 'bad-value')]),
    ('a purpose that does not exist', 'purpose: survey', 'purpose: surveys', [(2, 10, 'bad-value')]),
    ('a priority that is too high', 'owner: care', 'priority: 101', [(3, 11, 'bad-value')]),
    ('yes is not true', 'survey:\n  questions', 'survey:\n  resume: yes\n  questions', [(26, 11, 'wrong-type')]),
    ('both completes and contacts', 'completes: 40', 'completes: 40, contacts: 50', [(16, 37, 'conflict')]),
]
# fmt: on
