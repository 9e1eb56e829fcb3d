"""The centre's own file.

Each row: what is wrong; the text of CENTRE that is replaced and what replaces it; line, column and code of
each problem.
"""

# A table is read by its rows.
# fmt: off
ROWS = [
    ('a country without rules', 'country: CN', 'country: BR', [(2, 10, 'no-rules')]),
    ('a country in small letters', 'country: CN', 'country: cn', [(2, 10, 'bad-value'), (2, 10, 'no-rules')]),
    ('a zone that does not exist', 'zone: Asia/Shanghai', 'zone: Asia/Shangai', [(3, 7, 'bad-value')]),
    ('no languages', 'languages: [zh, en]', 'languages: []', [(4, 12, 'bad-value')]),
    ('a language in words', 'languages: [zh, en]', 'languages: [Chinese]', [(4, 13, 'bad-value')]),
    ('a number without its country', '"+861000000002"', '"1000000002"', [(5, 79, 'bad-value')]),
    ('a number with blanks', '"+861000000002"', '"+86 1000 000002"', [(5, 79, 'bad-value')]),
    ('a sender without a number', '{call: "+861000000002"}', '{}', [(5, 72, 'missing-key')]),
    ('a department of a process that does not exist', '{network: 1}', '{netwrk: 1}', [(9, 65, 'unknown-department')]),
    ('weights that add up to less', '{network: 1}', '{network: 0.5}', [(9, 64, 'bad-value')]),
    ('a weight above one', 'departments: {network: 1}', 'weight: 2, departments: {network: 1}', [(9, 59, 'bad-value')]),
    ('a column that the base lacks', 'zone: null', 'region: area', [(11, 21, 'unknown-column')]),
    ('another number in a column that the base lacks', 'zone: null', 'zone: null, other_phones: [home]', [(11, 40, 'unknown-column')]),
    ('hours of an agent that cannot be read', 'base:', 'agents: {lin: {hours: "9 to 5"}}\nbase:', [(10, 24, 'hours')]),
    ('a consent column that the base lacks', '{retention: agreed_calls,', '{retention: agreed,', [(11, 46, 'unknown-column')]),
    ('a meaning that does not exist', 'zone: null', 'mobile: phone', [(11, 13, 'unknown-key')]),
    ('an unknown key', 'zone: Asia/Shanghai', 'zone: Asia/Shanghai\ncity: Shanghai', [(4, 1, 'unknown-key')]),
    ('costs below nothing', 'base:', 'costs: {sms: -1}\nbase:', [(10, 14, 'bad-value')]),
    ('a cap that counts nothing', 'base:', 'caps: [{per: 7d}]\nbase:', [(10, 8, 'conflict')]),
    ('a doubled key', 'country: CN', 'country: CN\ncountry: FR', [(3, 1, 'duplicate-key')]),
    ('an anchor', 'centre: {', 'centre: &c {', [(1, 9, 'anchor')]),
    ('limits and no prices', 'base:', 'spend: {day: 500}\nbase:', [(10, 1, 'no-costs')]),
    ('a limit below one call', 'base:', 'costs: {call_minute: 0.15, sms: 0.05}\nspend: {day: 4, countries: {other: 0}}\nbase:', [(11, 14, 'spend-too-low')]),
    ('a limit of nothing', 'base:', 'spend: {}\nbase:', [(10, 8, 'missing-key')]),
    ('a country to reach that has no rules', 'base:', 'countries: [CN, BR]\nbase:', [(10, 17, 'no-rules')]),
    ('a country in words', 'base:', 'countries: [China]\nbase:', [(10, 13, 'bad-value'), (10, 13, 'no-rules')]),
    ('a prefix without its country', 'base:', 'refuse-prefixes: ["170"]\nbase:', [(10, 19, 'bad-value')]),
    ('a household that nobody knows', 'base:', 'caps: [{household: true, contacts: 1, per: 7d}]\nbase:', [(10, 20, 'unknown-column')]),
    ('an end too early', '  columns: {zone: null, consent: {retention: agreed_calls, survey: agreed_calls}}', '  columns: {zone: null', [(11, 12, 'syntax')]),
]
# fmt: on
