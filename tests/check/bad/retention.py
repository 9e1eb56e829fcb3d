"""Offers.

Each row: what is wrong; the text of RETENTION that is replaced and what replaces it; line, column and code of
each problem.
"""

# A table is read by its rows.
# fmt: off
ROWS = [
    ('an offer worth more than its budget', 'value: 30', 'value: 3000', [(35, 13, 'over-budget')]),
    ('an offer without a budget', '    budget: 900\n', '', [(31, 5, 'missing-key')]),
    ('an offer of less than nothing', 'value: 30', 'value: -30', [(34, 12, 'bad-value')]),
    ('an offer with a currency', 'value: 30', 'value: 30 CNY', [(34, 12, 'wrong-type')]),
    ('an offer for who asks to leave', 'for: balance > 1 and', 'for: port_out_on is not null and', [(32, 10, 'port-out'), (32, 10, 'unknown-column')]),
    ('an offer that counters nothing known', 'counters: [price]', 'counters: [price, prize]', [(36, 23, 'unknown-objection')]),
    ('an offer granted by nobody known', '    budget: 900\n', '    budget: 900\n    grant: department sales\n', [(36, 12, 'unknown-department')]),
    ('an offer granted by a manager', '    budget: 900\n', '    budget: 900\n    grant: manager\n', [(36, 12, 'bad-value')]),
    ('an offer that counts events', 'for: balance > 1 and', "for: events('call', 3) > 1 and", [(32, 10, 'expression')]),
    ('an offer for nobody', "for: balance > 1 and cause = 'price'", 'for: balance > 1 and balance < 0', [(32, 10, 'never-holds')]),
    ('an offer for a path that is closed', "for: balance > 1 and cause = 'price'", "for: cause = 'network' and detail > 3", [(32, 10, 'never-holds')]),
    ('an offer for an option that is none', "cause = 'price'\n    script", "cause = 'prize'\n    script", [(32, 34, 'unknown-option')]),
    ('an offer without its script', '    script: stay/data\n', '', [(31, 5, 'missing-key')]),
    ("an offer's script that does not exist", 'script: stay/data', 'script: stay/dat', [(33, 13, 'missing-script')]),
    ('an offer that lacks a language', '    value: 30\n', '    title: {en: Data}\n    value: 30\n', [(34, 5, 'missing-language')]),
    ('an offer with an unknown key', '    value: 30\n', '    worth: 30\n', [(31, 5, 'missing-key'), (34, 5, 'unknown-key')]),
    ('two offers of one id', 'offers:\n', 'offers:\n  - {id: data, script: stay/data, value: 1, budget: 9}\n', [(32, 9, 'duplicate-id')]),
    ('an offer for a column that does not exist', 'for: balance > 1', 'for: balnce > 1', [(32, 10, 'unknown-column')]),
    ('a survey with offers', 'purpose: retention', 'purpose: survey', [(30, 1, 'sells')]),
    ('a callback with offers', 'purpose: retention', 'purpose: callback', [(2, 10, 'no-consent'), (30, 1, 'sells')]),
    ('care with offers and no consent', 'purpose: retention', 'purpose: care', [(2, 10, 'no-consent')]),
    ('a retry that cannot fit', 'no-answer: 1d', 'no-answer: 2w', [(17, 39, 'no-time')]),
    ('an evaluation of nobody', 'offers:\n', 'evaluate: {success: balance > 3 and balance < 2, after: 60d}\noffers:\n', [(30, 1, 'not-evaluable'), (30, 21, 'never-holds')]),
    ('offers that are a mapping', 'offers:\n  - id: data\n', 'offers:\n    id: data\n', [(31, 5, 'wrong-type')]),
]
# fmt: on
