"""Who owns and approves, what it is called and what for.

Each row: what is wrong; the text of CAMPAIGN that is replaced and what replaces it; line, column and code of
each problem.
"""

# A table is read by its rows.
# fmt: off
ROWS = [
    ('a department that does not exist', 'owner: care', 'owner: caer', [(3, 8, 'unknown-department')]),
    ('an approver that does not exist', '[network]', '[netwrk]', [(4, 13, 'unknown-department')]),
    ('a script outside of the scripts', 'script: survey\n', 'script: ../survey\n', [(14, 66, 'missing-script'), (24, 9, 'bad-value')]),
    ('a script that does not exist', 'script: survey\n', 'script: surveys\n', [(14, 66, 'missing-script'), (24, 9, 'missing-script')]),
    ('an owner that approves', 'approvals: [network]', 'approvals: [network, care]', [(4, 22, 'approver')]),
    ('an approval asked for twice', 'approvals: [network]', 'approvals: [network, network]', [(4, 22, 'approver')]),
    ('an approval of nobody', 'approvals: [network]', "approvals: ['']", [(4, 13, 'bad-value')]),
    ('approvals that are a text', 'approvals: [network]', 'approvals: network', [(4, 12, 'wrong-type')]),
    ('an owner that is a list', 'owner: care', 'owner: [care]', [(3, 8, 'wrong-type')]),
    ('an owner in capitals', 'owner: care', 'owner: Care', [(3, 8, 'bad-value')]),
    ('a priority in words', 'owner: care\n', 'owner: care\npriority: high\n', [(4, 11, 'wrong-type')]),
    ('a priority below zero', 'owner: care\n', 'owner: care\npriority: -1\n', [(4, 11, 'bad-value')]),
    ('a title that is empty', 'title: {zh: 调查, en: Survey}', "title: ''", [(1, 8, 'bad-value')]),
    ('a title without words', 'title: {zh: 调查, en: Survey}', 'title: {}', [(1, 1, 'missing-language'), (1, 1, 'missing-language'), (1, 8, 'bad-value')]),
    ('a title of nothing', 'title: {zh: 调查, en: Survey}', 'title:', [(1, 7, 'wrong-type')]),
    ('a title that lacks a language', 'title: {zh: 调查, en: Survey}', 'title: {en: Survey}', [(1, 1, 'missing-language')]),
    ('a title that sells', 'title: {zh: 调查, en: Survey}', 'title: {zh: 调查, en: Survey with a special offer}', [(1, 35, 'sells')]),
    ('a purpose in capitals', 'purpose: survey', 'purpose: Survey', [(2, 10, 'bad-value')]),
    ('a purpose of two', 'purpose: survey', 'purpose: [survey, care]', [(2, 10, 'bad-value')]),
    ('a purpose that needs consent', 'purpose: survey', 'purpose: marketing', [(2, 10, 'no-consent')]),
    ('an id inside the file', 'purpose: survey', 'id: c\npurpose: survey', [(2, 1, 'unknown-key')]),
    ('a script that is a list', 'script: survey\nsurvey', 'script: [survey]\nsurvey', [(14, 66, 'missing-script'), (24, 9, 'wrong-type')]),
    ('a script with its ending', 'script: survey\nsurvey', 'script: survey/agent.en.md.j2\nsurvey', [(14, 66, 'missing-script'), (24, 9, 'bad-value')]),
]
# fmt: on
