"""A small service centre to try promises on: its files, its people, and its campaigns just launched."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from db.session import Store
from outbound.audience.importing import import_base
from outbound.campaign.loader import load_campaign
from outbound.campaign.schema import Question
from outbound.campaign.workspace import Workspace, open_workspace
from outbound.carrier.twilio.client import TwilioCarrier
from outbound.clock import VirtualClock
from outbound.engine.campaigns import lifecycle
from outbound.engine.context import Engine
from outbound.engine.life.actor import COMMAND_LINE
from outbound.engine.lists.build import build
from outbound.engine.people import accounts
from outbound.engine.running import RunningCampaigns
from outbound.ids import seeded_ids
from outbound.settings import Settings
from proof.town.campaigns import SENDERS, CampaignFile, everyday

__all__ = ["AGENTS", "BEGINS", "CARRIER", "LAUNCHED", "PUBLIC", "SENDERS", "ZONE", "Centre", "write_centre"]  # fmt: skip

ZONE: Final = ZoneInfo("Asia/Shanghai")
LAUNCHED: Final = datetime(2026, 11, 23, 8, tzinfo=ZONE)
BEGINS: Final = datetime(2026, 11, 23, 9, 31, tzinfo=ZONE)
"""A Monday on which every campaign's first list is built."""

PUBLIC, CARRIER = "https://outbound.invalid", "https://carrier.invalid"
"""Where the two find each other; no request leaves this machine."""

AGENTS: Final = ("agent-1", "agent-2")

_CENTRE = """\
centre: {zh: 海港移动, en: Harbour Mobile}
country: CN
zone: Asia/Shanghai
languages: [zh, en]
departments: {care: {zh: 客服部, en: Care}}
processes: {overall: {title: {zh: 总体, en: Overall}}, part: {title: {zh: 部分, en: Part}}}
base:
  columns: {zone: null, consent: {survey: agreed}}
costs: {agent_hour: 60, call_minute: 0.15, sms: 0.05, currency: CNY}
senders:
"""

_TALK: Final = """\
{{% block opening %}}{opening}{{% endblock %}}
{{% block resumed %}}{resumed}{{% endblock %}}
{{% block sorry %}}{sorry}{{% endblock %}}
{{% block closing %}}{closing}{{% endblock %}}
"""
_EN: Final = _TALK.format(
    opening="A few questions.", resumed="A few are left.", sorry="Pardon?", closing="Thank you."
)
_ZH: Final = _TALK.format(
    opening="几个问题。", resumed="还剩几个。", sorry="没看懂。", closing="谢谢。"
)


@dataclass(frozen=True)
class Centre:
    """The centre's folder, and the settings of whoever runs it on a store."""

    folder: Path
    campaigns: tuple[str, ...] = tuple(SENDERS)

    @property
    def workspace(self) -> Workspace:
        """Its files."""
        return open_workspace(self.folder)

    def settings(self, store_url: str) -> Settings:
        """As in production, but for the addresses: what is committed is on the disk."""
        return Settings(store_url, PUBLIC, CARRIER)

    def questions(self) -> list[Question]:
        """All that is asked."""
        return [q for name in self.campaigns for q in load_campaign(self.workspace, name).questions]

    def launch(self, store_url: str) -> None:
        """Launch every campaign, build its first list, and let the agents sign in some day."""
        store = Store(store_url)
        clock, settings = VirtualClock(LAUNCHED), self.settings(store_url)
        running = RunningCampaigns(store)
        engine = Engine(
            clock, seeded_ids(0), store, TwilioCarrier(settings), self.workspace, settings, running
        )
        for name in self.campaigns:
            lifecycle.launch(engine, name, COMMAND_LINE, lifecycle.Planning.NONE)
        for account in AGENTS:
            new = accounts.NewUser(account, "agent", account, "", "zh,en")
            accounts.add(engine, new, engine.new_id())
        clock.advance_to(BEGINS)
        for name in self.campaigns:
            build(engine, name, BEGINS)
        store.close()


def write_centre(
    folder: Path, people: int, campaigns: Mapping[str, CampaignFile] | None = None
) -> Centre:
    """The centre's files in a folder, its base imported; with campaigns of every kind unless told which."""
    campaigns = campaigns or everyday()
    (folder / "campaigns").mkdir(parents=True)
    senders = "".join(
        f'  {name}: {{call: "{number}", sms: "{number}"}}\n' for name, number in SENDERS.items()
    )
    (folder / "outbound.yaml").write_text(_CENTRE + senders, encoding="utf-8")
    for name, campaign in campaigns.items():
        file = folder / "campaigns" / f"{name}.yaml"
        file.write_text(campaign.body, encoding="utf-8")
    for name, text in _scripts(campaigns).items():
        file = folder / "scripts" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    source = folder / "people.csv"
    source.write_text(_people(people), encoding="utf-8")
    imported = datetime(2026, 11, 22, tzinfo=UTC)
    import_base(source, Workspace(folder), imported, lambda rows: None)
    return Centre(folder, tuple(campaigns))


def _scripts(campaigns: Mapping[str, CampaignFile]) -> dict[str, str]:
    found = {
        "balance/sms.zh.txt.j2": "余额不足，退订回T。",
        "balance/sms.en.txt.j2": "Your balance is low. Reply T to stop.",
    }
    for name, campaign in campaigns.items():
        asked = "\n".join(f'{{{{ ask("{question}") }}}}' for question in campaign.asks)
        for language, talk in (("zh", _ZH), ("en", _EN)):
            for kind in ("sms", "voice"):
                found[f"{name}/{kind}.{language}.txt.j2"] = talk
            found[f"{name}/agent.{language}.md.j2"] = (
                "{% block opening %}Hello.{% endblock %}\n"
                f"{{% block questions %}}\n{asked}\n{{% endblock %}}\n"
            )
    return found


def _people(count: int) -> str:
    head = "subscriber_id,phone,name,language,region,tier,status,plan,activated_on,share,agreed,synthetic"
    rows = [head]
    for place in range(1, count + 1):
        language = "en" if place % 3 == 0 else "zh"
        rows.append(
            f"S{place:04},+86138{place:08},Person {place},{language},north,gold,active,plain,"
            f"2024-01-15,{place % 10},true,true"
        )
    return "\n".join(rows) + "\n"
