"""The reference page's first campaign passes its check, and the page names what scripts and retries know."""

import re
from datetime import UTC, datetime
from pathlib import Path

from outbound.campaign.page import reference_page
from outbound.campaign.workspace import Workspace
from outbound.check import check_workspace
from outbound.dialing.outcome import Outcome
from outbound.expression.tree import Type
from outbound.script.filters import FILTERS
from outbound.script.inspection import VARIABLES

COLUMNS = {
    "subscriber_id": Type.TEXT,
    "phone": Type.TEXT,
    "name": Type.TEXT,
    "language": Type.TEXT,
    "zone": Type.TEXT,
    "tier": Type.TEXT,
    "region": Type.TEXT,
    "status": Type.TEXT,
    "activated_on": Type.DATE,
}


def test_the_first_campaign_of_the_page_passes_its_check(tmp_path: Path) -> None:
    for text in re.findall(r"```(?:yaml|jinja)\n(.*?)```", reference_page(), re.S):
        named = re.match(r"(?:#|\{#) (\S+\.(?:yaml|j2))(?: #\})?\n", text)
        if named:
            file = tmp_path / named[1]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text[named.end() :], encoding="utf-8")
    now = datetime(2026, 11, 23, 2, tzinfo=UTC)
    found = check_workspace(Workspace(tmp_path), None, COLUMNS, now)
    assert [str(problem) for problem in found if problem.is_error] == []


def test_the_page_names_every_outcome_and_all_that_scripts_may_use() -> None:
    page = reference_page()
    assert [outcome.value for outcome in Outcome if f"`{outcome.value}`" not in page] == []
    assert [name for name in VARIABLES if f"{{{{ {name} }}}}" not in page] == []
    assert [name for name in FILTERS if f"`{name}`" not in page] == []
