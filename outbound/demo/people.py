"""The demo's people who sign in: one of every role, and its simulated agents."""

from typing import Final

from outbound.engine.context import Engine
from outbound.engine.people import accounts

PASSWORD: Final = "harbour-demo-2026"
"""The password of every demo user; a demo store holds synthetic people only."""

ROLES: Final = (
    ("agent", "Li Na", "customer-service"),
    ("supervisor", "Wang Fang", "customer-service"),
    ("manager", "Chen Jing", "marketing"),
    ("approver", "Liu Min", "network"),
    ("quality", "Zhao Lei", "customer-service"),
    ("engineer", "Sun Hao", ""),
)
"""Accounts named like their roles, for whoever looks around afterwards."""

_NAMES: Final = (
    "Zhang Wei", "Wang Xiuying", "Li Qiang", "Liu Yang", "Chen Min", "Yang Li", "Huang Jie", "Zhou Ting",
    "Wu Lei", "Xu Jing", "Sun Yan", "Ma Chao", "Zhu Lin", "Hu Ping", "Guo Hui", "He Jun",
)  # fmt: skip


def agent_accounts(count: int) -> list[str]:
    """The simulated agents' accounts: agent-01, agent-02, ..."""
    return [f"agent-{number:02}" for number in range(1, count + 1)]


def add_people(engine: Engine, agents: int) -> None:
    """Add every demo user; agents speak all languages of the centre."""
    languages = ",".join(engine.workspace.centre.languages)
    known = engine.workspace.centre.departments
    for role, name, department in ROLES:
        where = department if department in known else ""
        accounts.add(engine, accounts.NewUser(role, role, name, where, languages), PASSWORD)
    for place, account in enumerate(agent_accounts(agents)):
        name = _NAMES[place % len(_NAMES)]
        accounts.add(engine, accounts.NewUser(account, "agent", name, "", languages), PASSWORD)
