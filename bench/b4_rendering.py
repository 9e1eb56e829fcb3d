"""B4: 20,000 different people rendered through a 58-line script and a one-line SMS.

Ours beside Jinja2 compiled once, its immutable sandbox, and Jinja2 compiled at each call, taking
turns in one run. All must give the same bytes.
"""

import gc
import hashlib
import platform
import resource
import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import version
from typing import Any

from jinja2 import Environment, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bench.size import size
from outbound.script.environment import ScriptEnvironment
from outbound.script.filters import FILTERS
from outbound.script.sandbox import Named, shown

PEOPLE = 20_000
COMPILED_EACH_TIME = 60
"""So few people suffice for the peer that compiles at each call, which is a hundred times slower."""

SMS = (
    "{{ centre }}: balance {{ subscriber.balance | money }} at {{ now_time }}, about {{ days }} days "
    "left. Top up in the app. Reply T to stop."
)

SCRIPT = """\
{% block opening %}
Good {{ day_part }}, {{ subscriber.name }}.
I am {{ agent.name }}, your adviser at {{ centre }}.
This is about {{ campaign.title }}; it takes about two minutes.
The call is recorded to improve our service.
{% if subscriber.tier == "gold" %}
Thank you for being with us for {{ subscriber.years }} years.
{% else %}
Thank you for being our customer.
{% endif %}
Is now a good time?
{% endblock %}
{% block plan %}
Your plan is {{ subscriber.plan }}, {{ subscriber.monthly_charges | money }} a month.
You live in the {{ subscriber.region }} and joined on {{ subscriber.activated_on }}.
In the last three months you used {{ subscriber.data_gb_3m }} GB
and talked for {{ subscriber.voice_min_3m }} minutes.
{% if subscriber.spend_3m > 300 %}
Your charges were {{ subscriber.spend_3m | money }} in all.
You paid more than your plan alone would have cost.
{% elif subscriber.spend_3m > 100 %}
Your charges were {{ subscriber.spend_3m | money }} in all.
{% else %}
Your charges were low.
{% endif %}
{% endblock %}
{% block reasons %}
These are the things that people asked us about:
{% for reason in reasons %}
- {{ reason }}
{% endfor %}
Which of them matters most to you?
Would you tell us in your own words?
{% endblock %}
{% block questions %}
Overall, from 1 to 10, how satisfied are you with {{ centre }}?
10 is very satisfied, 1 very dissatisfied.
How clear were your calls, and how well did they connect?
And the speed and stability of mobile data in the {{ subscriber.region }}?
Are your plan {{ subscriber.plan }} and its charges clear and reasonable?
Are bills and charge notices clear and on time?
{% if subscriber.complaints_60d %}
How do you rate the outcome and speed of your complaint?
Is it solved?
{% endif %}
How likely are you to recommend {{ centre }} to family or friends?
What is the main reason?
Shall {{ agent.name }} contact you about it?
{% endblock %}
{% block closing %}
Thank you, {{ subscriber.name }}.
Your words go to the department that answers for this.
{% if subscriber.language == "en" %}
Have a good {{ day_part }}.
{% else %}
祝您生活愉快。
{% endif %}
{% endblock %}
"""

Values = Mapping[str, object]
Render = Callable[[Values], str]
_OPTIONS: Mapping[str, Any] = {
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
}


def run() -> None:
    """Print the rates and ratios: medians over the rounds."""
    rounds, count = size("ROUNDS", 3), size("PEOPLE", PEOPLE)
    people = [_person(n) for n in range(count)]
    print(
        f"B4 rendering: {count} people, script of {SCRIPT.count(chr(10))} lines and a one-line SMS"
    )
    print(f"python {platform.python_version()}, jinja2 {version('jinja2')}, {rounds} rounds")
    for title, text in (("script", SCRIPT), ("sms", SMS)):
        _race(title, text, people, rounds)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def _race(title: str, text: str, people: list[dict[str, object]], rounds: int) -> None:
    entrants = {
        "ours": _ours(text),
        "jinja2 compiled once": _once(Environment, text),
        "immutable sandbox": _once(ImmutableSandboxedEnvironment, text),
        "compiled at each call": _each_time(text),
    }
    checksum = _same_bytes(title, entrants, people)
    rates: dict[str, list[float]] = {name: [] for name in entrants}
    for _ in range(rounds):
        for name, render in entrants.items():
            few = name == "compiled at each call"
            rates[name].append(_rate(render, people[:COMPILED_EACH_TIME] if few else people))
    medians = {name: statistics.median(found) for name, found in rates.items()}
    print(f"{title}: same bytes, checksum {checksum[:16]}")
    for name, rate in medians.items():
        print(f"  {name:<22} {rate:>10,.0f} a second")
    for name in list(entrants)[1:]:
        print(f"ratio B4 {title} ours / {name}: {medians['ours'] / medians[name]:.2f}")


def _same_bytes(title: str, entrants: Mapping[str, Render], people: list[dict[str, object]]) -> str:
    """The checksum over all people, once it is the same for all entrants; the slow one tries some."""
    few = people[:COMPILED_EACH_TIME]
    slow = {name: _checksum(render, few) for name, render in entrants.items()}
    fast = {name: _checksum(entrants[name], people) for name in list(entrants)[:-1]}
    if len(set(slow.values())) != 1 or len(set(fast.values())) != 1:
        raise SystemExit(f"{title}: the outputs differ: {slow} {fast}")
    return fast["ours"]


def _ours(text: str) -> Render:
    environment = ScriptEnvironment.of_texts({"bench/voice.txt.j2": text})
    return lambda values: environment.render("bench/voice.txt.j2", values)


def _once(kind: type[Environment], text: str) -> Render:
    return _peer(kind).from_string(text).render


def _each_time(text: str) -> Render:
    return lambda values: _peer(Environment).from_string(text).render(values)


def _peer(kind: type[Environment]) -> Environment:
    """A peer knows our filters and prints values as we do, so that the bytes can be equal."""
    environment = kind(finalize=shown, **_OPTIONS)
    environment.filters.update(FILTERS)
    return environment


def _rate(render: Render, people: Iterable[dict[str, object]]) -> float:
    chosen = list(people)
    gc.collect()
    began = time.perf_counter()
    for values in chosen:
        render(values)
    return len(chosen) / (time.perf_counter() - began)


def _checksum(render: Render, people: Iterable[dict[str, object]]) -> str:
    total = hashlib.sha256()
    for values in people:
        total.update(render(values).encode())
    return total.hexdigest()


def _person(n: int) -> dict[str, object]:
    facts = {
        "name": f"Customer {n}",
        "tier": ("gold", "silver", "standard")[n % 3],
        "years": n % 9 + 1,
        "plan": f"5G-{n % 200}",
        "monthly_charges": 50 + n % 100 / 4,
        "region": ("north", "south", "east", "west")[n % 4],
        "activated_on": f"20{n % 10 + 10}-0{n % 9 + 1}-15",
        "data_gb_3m": n % 100 / 2,
        "voice_min_3m": n % 1000,
        "spend_3m": n % 500 + 0.5,
        "complaints_60d": n % 2,
        "language": "zh" if n % 4 else "en",
        "balance": n % 90 / 10,
    }
    return {
        "subscriber": Named("subscriber", facts),
        "agent": Named("agent", {"name": f"Agent {n % 40}"}),
        "campaign": Named("campaign", {"title": "ten-point satisfaction"}),
        "centre": "Harbour Mobile",
        "day_part": ("morning", "afternoon", "evening")[n % 3],
        "now_time": f"{n % 12 + 8}:30",
        "days": n % 3,
        "reasons": ["network", "price", "service"][: n % 3 + 1],
    }


if __name__ == "__main__":
    run()
