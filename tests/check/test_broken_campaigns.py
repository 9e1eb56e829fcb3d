"""Broken campaigns: one thing changed in a whole one, and every problem that is then told.

Each row: what is wrong; the text that is replaced and what replaces it; line, column and code of
each problem.
"""

from pathlib import Path

import pytest

from outbound.campaign.problems import CODES
from tests.check.worlds import CAMPAIGN, make, problems

# A table is read by its rows.
# fmt: off
BROKEN = [
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
    ('a date that no calendar has', 'from: 2026-11-23', 'from: 2026-11-31', [(6, 9, 'bad-value')]),
    ('a date written otherwise', 'from: 2026-11-23', 'from: 23.11.2026', [(6, 9, 'bad-value')]),
    ('until before from', 'until: 2026-12-20', 'until: 2026-11-01', [(7, 10, 'conflict')]),
    ('a campaign that is over', '2026-11-23\n  until: 2026-12-20', '2026-10-01\n  until: 2026-11-01', [(7, 10, 'dates-over')]),
    ('a duration without a unit', 'after: 2d', 'after: 2', [(22, 20, 'bad-value')]),
    ('yes is not true', 'survey:\n  questions', 'survey:\n  resume: yes\n  questions', [(26, 11, 'wrong-type')]),
    ('both completes and contacts', 'completes: 40', 'completes: 40, contacts: 50', [(16, 37, 'conflict')]),
    ('a step with both channels', '    - sms: {after: 2d, from: survey}\n', '      sms: {from: survey}\n', [(21, 7, 'conflict')]),
    ('a step without a channel', '    - sms: {after: 2d, from: survey}\n', '    - {}\n', [(22, 7, 'conflict')]),
    ('a cap that counts nothing', '  retry:', '  caps: [{per: 3d}]\n  retry:', [(23, 10, 'conflict')]),
    ('no steps at all', '  channels:\n    - call: {attempts: 2, from: survey}\n    - sms: {after: 2d, from: survey}\n', '  channels: []\n', [(20, 13, 'bad-value')]),
    ('a pacing that does not exist', '{attempts: 2,', '{pacing: fast, attempts: 2,', [(21, 22, 'bad-value')]),
    ('an outcome that does not exist', 'no-answer: 4h', 'noanswer: 4h', [(23, 28, 'unknown-outcome')]),
    ('a retry that is no duration', '[20m, 1h]', '[20m, soon]', [(23, 23, 'bad-value')]),
    ('cron with four fields', '0 8 * * MON', '0 8 * *', [(8, 10, 'build')]),
    ('cron with an impossible hour', '0 8 * * MON', '0 25 * * MON', [(8, 13, 'build')]),
    ('cron with an unknown weekday', '0 8 * * MON', '0 8 * * MOON', [(8, 19, 'build')]),
    ('cron that never comes', '0 8 * * MON', '0 8 1 1 *', [(8, 10, 'build')]),
    ('a relative build on a column that does not exist', '"0 8 * * MON"', '{on: activated, after: 3d}', [(8, 15, 'unknown-column')]),
    ('a relative build on a column that is no date', '"0 8 * * MON"', '{on: tier, after: 3d}', [(8, 15, 'build')]),
    ('a relative build both before and after', '"0 8 * * MON"', '{on: activated_on, after: 3d, before: 3d}', [(8, 10, 'conflict')]),
    ('a relative build neither before nor after', '"0 8 * * MON"', '{on: activated_on}', [(8, 10, 'conflict')]),
    ('a relative build before an event', '"0 8 * * MON"', '{on: event bill, before: 3d}', [(8, 35, 'conflict')]),
    ('hours out of the day', 'Mo-Fr 09:00-12:00,14:00-20:00; PH off', 'Mo-Fr 9-25', [(19, 17, 'hours')]),
    ('hours with a misspelt weekday', 'Mo-Fr 09:00-12:00,14:00-20:00; PH off', 'Mo-Fri 09:00-12:00', [(19, 16, 'hours')]),
    ('hours that never open', 'Mo-Fr 09:00-12:00,14:00-20:00; PH off', 'off', [(19, 10, 'hours')]),
    ('hours that the country never allows', 'Mo-Fr 09:00-12:00,14:00-20:00; PH off', 'Mo-Fr 21:00-23:00', [(19, 10, 'hours'), (19, 10, 'hours')]),
    ('a column that does not exist', 'where: status =', 'where: stats =', [(10, 10, 'unknown-column')]),
    ('a column that does not exist, later in the text', 'days_since(activated_on)', 'days_since(activated)', [(10, 43, 'unknown-column')]),
    ('a column that does not exist, in double quotes', '"tier in (\'platinum\', \'gold\')"', '"region = \'a\' and teir = \'b\'"', [(14, 44, 'unknown-column')]),
    ('a column that does not exist, in single quotes', '"tier in (\'platinum\', \'gold\')"', "'region = ''a'' and teir = ''b'''", [(14, 46, 'unknown-column')]),
    ('a column that does not exist, in a folded text', "status = 'active' and days_since(activated_on) >= 90", ">-\n    status = 'active'\n    and\n    客户等级 = '金卡' and teir = 'b'", [(13, 21, 'unknown-column')]),
    ('a column that does not exist, in a literal text', "status = 'active' and days_since(activated_on) >= 90", "|\n    status = 'active'\n    and teir = 'b'", [(12, 9, 'unknown-column')]),
    ('a history figure that does not exist', 'history.open_follow_ups', 'history.open_followups', [(12, 21, 'unknown-column')]),
    ('a function that does not exist', 'days_since(', 'days_snce(', [(10, 32, 'unknown-function')]),
    ('a number where a text is wanted', "status = 'active'", 'status = 1', [(10, 19, 'type')]),
    ('an expression that is not true or false', "status = 'active' and days_since(activated_on) >= 90", 'balance + 1', [(10, 10, 'type')]),
    ('an expression with a doubled and', "'active' and", "'active' and and", [(10, 32, 'expression')]),
    ('a second statement', "status = 'active' and days_since(activated_on) >= 90", '"1=1; drop table contact"', [(10, 14, 'expression')]),
    ('a subquery', "status = 'active' and days_since(activated_on) >= 90", '"1 < (select count(*) from contact)"', [(10, 16, 'expression')]),
    ('a cast', "status = 'active'", 'status::int = 1', [(10, 16, 'expression')]),
    ('an empty expression', "status = 'active' and days_since(activated_on) >= 90", "''", [(10, 11, 'expression')]),
    ('a segment that takes everybody too early', ', where: "tier in (\'platinum\', \'gold\')"', '', [(14, 7, 'segment-never')]),
    ('two segments of one name', 'name: everyone', 'name: vip', [(15, 14, 'duplicate-id')]),
    ("a segment's name with a blank", 'name: everyone', 'name: every one', [(15, 14, 'bad-value')]),
    ('an order by a column that does not exist', '[-balance]', '[-balnce]', [(17, 12, 'unknown-column')]),
    ('cells by a column that does not exist', '[region, tier]', '[region, teir]', [(16, 41, 'unknown-column')]),
    ('a department that does not exist', 'owner: care', 'owner: caer', [(3, 8, 'unknown-department')]),
    ('an approver that does not exist', '[network]', '[netwrk]', [(4, 13, 'unknown-department')]),
    ('a sender that does not exist', '{attempts: 2, from: survey}', '{attempts: 2, from: survy}', [(21, 33, 'unknown-sender')]),
    ('a sender without a number for the channel', '{after: 2d, from: survey}', '{after: 2d, from: talk}', [(22, 30, 'unknown-sender')]),
    ('a process that does not exist', 'process: overall', 'process: overal', [(30, 16, 'unknown-process')]),
    ('two questions of one id', 'id: recommend', 'id: why', [(36, 11, 'duplicate-id'), (41, 35, 'type')]),
    ('a condition that reads a later question', 'when: overall <= 6', 'when: recommend <= 6', [(32, 13, 'later-question')]),
    ('a condition that reads its own question', 'when: overall <= 6', "when: why = 'price'", [(32, 13, 'later-question')]),
    ('a condition on nothing known', 'when: overall <= 6', 'when: overal <= 6', [(32, 13, 'unknown-column')]),
    ('a condition that takes a scale for a text', 'when: overall <= 6', "when: overall = 'low'", [(32, 23, 'type')]),
    ('a condition that counts events', 'when: overall <= 6', "when: events('call', 9) > 1", [(32, 13, 'expression')]),
    ('an alert on a question that does not exist', 'when: overall <= 3 and', 'when: overal <= 3 and', [(41, 12, 'unknown-column')]),
    ('an alert for a department that does not exist', 'to: care', 'to: nobody', [(41, 68, 'unknown-department')]),
    ('a scale upside down', 'scale 1-10', 'scale 10-1', [(29, 15, 'bad-value')]),
    ('an answer of no kind', 'scale 1-10', 'stars', [(29, 15, 'bad-value')]),
    ('one-of without options', '      options: {price: {zh: 资费, en: price}, network: {zh: 网络, en: network}}\n', '', [(34, 15, 'options')]),
    ('options where none belong', '      answer: scale 1-10\n', '      answer: scale 1-10\n      options: {a: x, b: y}\n', [(30, 7, 'options')]),
    ('nps of a scale from 1', 'answer: scale 0-10', 'answer: scale 1-10', [(39, 16, 'measure')]),
    ('a measure of an answer that is no scale', '      answer: one-of\n', '      answer: one-of\n      measure: score\n', [(35, 16, 'measure')]),
    ('a question that keeps its answer code to itself', '      answer: scale 0-10\n      measure: nps\n', '      answer: yes-no\n      code: 2\n', [(37, 17, 'answer-code'), (37, 27, 'answer-code')]),
    ('an answer code by which people opt out', '      answer: scale 0-10\n      measure: nps\n', '      answer: yes-no\n      code: T\n', [(37, 17, 'answer-code'), (37, 27, 'answer-code'), (39, 13, 'bad-value')]),
    ('an answer code of a scale', '      measure: nps\n', '      code: 2\n', [(37, 17, 'answer-code'), (37, 27, 'answer-code'), (39, 13, 'conflict')]),
    ('an option by which people opt out', 'network: {zh: 网络, en: network}', 'td: {zh: 退订, en: network}', [(35, 45, 'opt-out-word'), (35, 54, 'opt-out-word')]),
    ('a text that lacks a language', '{zh: 推荐吗？, en: "Recommend?"}', '{zh: 推荐吗？}', [(37, 7, 'missing-language')]),
    ('a text with an unquoted comma', '"How much?"', 'How, much', [(28, 31, 'bad-value')]),
    ('a language that is none', '{zh: 几分？, en:', '{zh: 几分？, English:', [(28, 7, 'missing-language'), (28, 22, 'bad-value')]),
    ('a mode that does not exist', '      process: overall\n', '      process: overall\n      modes: [phone]\n', [(31, 15, 'bad-value')]),
    ('a script outside of the scripts', 'script: survey\n', 'script: ../survey\n', [(14, 66, 'missing-script'), (24, 9, 'bad-value')]),
    ('a script that does not exist', 'script: survey\n', 'script: surveys\n', [(14, 66, 'missing-script'), (24, 9, 'missing-script'), (24, 9, 'missing-script')]),
    ("an offer's script that does not exist", 'alerts:', 'offers: [{id: a, script: offer, value: 1, budget: 9}]\nalerts:', [(40, 26, 'missing-script')]),
    ('an offer granted by a department that does not exist', 'alerts:', 'offers: [{id: a, script: survey, value: 1, budget: 9, grant: department sales}]\nalerts:', [(40, 62, 'unknown-department')]),
    ('two offers of one id', 'alerts:', 'offers:\n  - {id: a, script: survey, value: 1, budget: 9}\n  - {id: a, script: survey, value: 1, budget: 9}\nalerts:', [(42, 10, 'duplicate-id')]),
    ('an offer for a column that does not exist', 'alerts:', 'offers: [{id: a, for: balnce > 1, script: survey, value: 1, budget: 9}]\nalerts:', [(40, 23, 'unknown-column')]),
    ('predictive pacing', '{attempts: 2,', '{pacing: predictive, attempts: 2,', [(21, 22, 'not-yet-acted-on')]),
    ('a message to machines', '{attempts: 2,', '{machine: message, attempts: 2,', [(21, 23, 'not-yet-acted-on')]),
    ('optimal allocation', 'completes: 40,', 'completes: 40, allocation: optimal,', [(16, 39, 'not-yet-acted-on')]),
    ('success by a column that does not exist', 'alerts:', "evaluate: {success: stats = 'active', after: 60d}\nalerts:", [(40, 21, 'unknown-column')]),
    ('a question asked on the web', '      process: overall\n', '      process: overall\n      modes: [agent, web]\n', [(31, 22, 'not-yet-acted-on')]),
]
# fmt: on


@pytest.mark.parametrize(("name", "old", "new", "expected"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_broken_campaign_is_told_at_its_place(tmp_path: Path, name, old, new, expected):
    assert old in CAMPAIGN
    found = problems(make(tmp_path / "w", CAMPAIGN.replace(old, new, 1)))
    assert [(p.line, p.column, p.code) for p in found] == expected, name
    assert {p.file for p in found} == {"campaigns/c.yaml"}
    assert {p.code for p in found} <= CODES.keys()
    assert all(p.message.endswith(".") for p in found)


def test_the_campaign_that_is_broken_here_is_whole(tmp_path: Path):
    assert problems(make(tmp_path / "w")) == []
