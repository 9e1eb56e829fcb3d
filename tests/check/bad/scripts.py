"""Scripts.

Each row: what is wrong; the script; the text that is replaced, all of it where none is named, and what replaces
it; file, line, column and code of each problem.
"""

# A table is read by its rows.
# fmt: off
ROWS = [
    ('a variable that does not exist', 'survey/agent.en.md.j2', '{{ ask("overall") }}', '{{ subscriber.nam }}', [('scripts/survey/agent.en.md.j2', 2, 4, 'script-variable')]),
    ('a variable in a condition', 'survey/agent.en.md.j2', '{{ ask("overall") }}', '{% if subscriber.balnce > 3 %}low{% endif %}', [('scripts/survey/agent.en.md.j2', 2, 7, 'script-variable')]),
    ('a variable in a filter', 'survey/agent.en.md.j2', '{{ ask("overall") }}', 'You have {{ subscriber.balnce | default(0) | money }}.', [('scripts/survey/agent.en.md.j2', 2, 13, 'script-variable')]),
    ('a variable in a sum', 'survey/agent.zh.md.j2', '{{ ask("overall") }}', '{{ 3 * (subscriber.balance + subscriber.spnd) }}', [('scripts/survey/agent.zh.md.j2', 2, 30, 'script-variable')]),
    ('an answer to no question', 'survey/agent.zh.md.j2', '{{ ask("overall") }}', '{{ answers.overal }}', [('scripts/survey/agent.zh.md.j2', 2, 4, 'script-variable')]),
    ('a question that does not exist', 'survey/agent.en.md.j2', 'ask("overall")', 'ask("overal")', [('scripts/survey/agent.en.md.j2', 2, 8, 'script-variable')]),
    ("a variable in a segment's own block", 'survey/vip/agent.en.md.j2', '{{ subscriber.name }}', '{{ subscriber.nme }}', [('scripts/survey/vip/agent.en.md.j2', 2, 28, 'script-variable')]),
    ('a parent that does not exist', 'survey/vip/agent.en.md.j2', 'survey/agent.en.md.j2', 'survey/agents.en.md.j2', [('scripts/survey/vip/agent.en.md.j2', 1, 12, 'script')]),
    ('a script that comes back to itself', 'survey/agent.en.md.j2', '{% block opening %}', '{% extends "survey/vip/agent.en.md.j2" %}{% block opening %}', [('scripts/survey/agent.en.md.j2', 1, 1, 'script'), ('scripts/survey/vip/agent.en.md.j2', 1, 1, 'script')]),
    ('a block never closed', 'survey/agent.en.md.j2', '{% endblock %}', '', [('scripts/survey/agent.en.md.j2', 2, 1, 'script')]),
    ('a tag never closed', 'survey/agent.en.md.j2', '{{ ask("overall") }}', '{{ ask("overall") ', [('scripts/survey/agent.en.md.j2', 2, 1, 'script')]),
    ('an if without its condition', 'survey/agent.zh.md.j2', '{{ ask("overall") }}', '{% if %}a{% endif %}', [('scripts/survey/agent.zh.md.j2', 2, 1, 'script')]),
    ('a set', 'survey/agent.zh.md.j2', '{{ ask("overall") }}', '{% set a = 1 %}', [('scripts/survey/agent.zh.md.j2', 2, 1, 'script')]),
    ('a filter that does not exist', 'survey/agent.zh.md.j2', '{{ subscriber.name }}', '{{ subscriber.name | capital }}', [('scripts/survey/agent.zh.md.j2', 1, 25, 'script')]),
    ('a call of something else', 'survey/agent.zh.md.j2', 'ask("overall")', 'range(3)', [('scripts/survey/agent.zh.md.j2', 2, 4, 'script')]),
    ('a closed name', 'survey/agent.zh.md.j2', 'subscriber.name', 'subscriber.__class__', [('scripts/survey/agent.zh.md.j2', 1, 18, 'script')]),
    ('a loop in a loop', 'survey/agent.zh.md.j2', '{{ ask("overall") }}', '{% for a in answers %}{% for b in answers %}x{% endfor %}{% endfor %}', [('scripts/survey/agent.zh.md.j2', 2, 4, 'script')]),
    ('offers where there are none', 'survey/agent.zh.md.j2', '{{ ask("overall") }}', '\n  {{ offers() }}', [('scripts/survey/agent.zh.md.j2', 3, 6, 'offers-place')]),
    ('a message that sells', 'survey/sms.en.txt.j2', 'please reply.', 'please reply. Free trial today!', [('scripts/survey/sms.en.txt.j2', 1, 29, 'sells')]),
    ('a Chinese message that sells', 'survey/sms.zh.txt.j2', '请回复。', '请回复。限时特价。', [('scripts/survey/sms.zh.txt.j2', 1, 18, 'sells'), ('scripts/survey/sms.zh.txt.j2', 1, 20, 'sells')]),
    ('a script that sells after a tag', 'survey/agent.en.md.j2', 'Hello.', 'Hello {{ subscriber.name }}, would you like to upgrade?', [('scripts/survey/agent.en.md.j2', 1, 49, 'sells')]),
    ('a message of two parts', 'survey/sms.zh.txt.j2', '请回复。', '{% block closing %}谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见{% endblock %}', [('scripts/survey/sms.zh.txt.j2', 1, 1, 'sms-length')]),
    ('an opening of three parts', 'survey/sms.en.txt.j2', '{{ centre }}: please reply.', '{% block opening %}Please tell us what you think. Please tell us what you think. Please tell us what you think. Please tell us what you think. Please tell us what you think. Please tell us what you think. Please tell us what you think. Please tell us what you think. Please tell us what you think. Please tell us what you think. {% endblock %}', [('scripts/survey/sms.en.txt.j2', 1, 1, 'sms-length')]),
    ('a message of far too many parts', 'survey/sms.zh.txt.j2', '请回复。', '{% block sorry %}谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见谢谢您的宝贵意见{% endblock %}', [('scripts/survey/sms.zh.txt.j2', 1, 1, 'sms-length')]),
    ('one sign that is not GSM', 'survey/sms.en.txt.j2', '{{ centre }}: please reply.', '{% block closing %}Thank you — your words go to the department that answers for this. Have a good day.{% endblock %}', [('scripts/survey/sms.en.txt.j2', 1, 1, 'sms-length')]),
    ('a script that is missing in one language', 'survey/sms.en.txt.j2', '', '', [('campaigns/c.yaml', 14, 66, 'missing-language'), ('campaigns/c.yaml', 24, 9, 'missing-language')]),
    ('a script that is missing altogether', 'survey/agent.zh.md.j2', '', '', [('campaigns/c.yaml', 24, 9, 'missing-script'), ('scripts/survey/vip/agent.zh.md.j2', 1, 12, 'script')]),
]
# fmt: on
