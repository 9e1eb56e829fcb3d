"""What a script mentions, and where."""

from outbound.script.environment import ScriptEnvironment
from outbound.script.inspection import objections, questions, variables

VIP = """{% extends "common/agent.en.md.j2" %}
{% block opening %}
Good {{ day_part }}, {{ subscriber.nmae }}: {{ subscriber["plan"] }} {{ subscriber.nmae }}
{% endblock %}
"""
COMMON = """{% block opening %}Hello {{ centre }}{% endblock %}
{{ ask("overall") }} 中文 {{ ask("overal") }}
{% if answers.overall %}{{ answers.why | join }}{% endif %}
{% objection "price", "Too dear" %}{{ agent.name }}{% endobjection %}
{% for reason in answers.reasons %}{{ reason }}{% endfor %}
"""
ENVIRONMENT = ScriptEnvironment.of_texts(
    {"common/agent.en.md.j2": COMMON, "vip/agent.en.md.j2": VIP}
)
NAME = "vip/agent.en.md.j2"


def test_variables_with_their_places_through_inheritance() -> None:
    found = [(m.name, m.file[:3], m.line, m.column) for m in variables(ENVIRONMENT, NAME)]
    assert found == [
        ("day_part", "vip", 3, 9),
        ("subscriber.nmae", "vip", 3, 25),
        ("subscriber.plan", "vip", 3, 48),
        ("subscriber.nmae", "vip", 3, 73),
        ("centre", "com", 1, 29),
        ("answers.overall", "com", 3, 7),
        ("answers.why", "com", 3, 28),
        ("agent.name", "com", 4, 39),
        ("answers.reasons", "com", 5, 18),
    ]


def test_questions_and_objections_with_their_places() -> None:
    assert [(m.name, m.line, m.column) for m in questions(ENVIRONMENT, NAME)] == [
        ("overall", 2, 8),
        ("overal", 2, 32),
    ]
    assert [(m.name, m.line, m.column) for m in objections(ENVIRONMENT, NAME)] == [("price", 4, 14)]
