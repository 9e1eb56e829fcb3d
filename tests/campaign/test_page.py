"""The reference page: as committed, whole, and enough to write a campaign from."""

import re
from pathlib import Path

import pytest

from outbound.campaign.centre import Centre
from outbound.campaign.loader import load_campaign
from outbound.campaign.outline import nouns, outline
from outbound.campaign.page import reference_page
from outbound.campaign.schema import Campaign
from outbound.campaign.workspace import Workspace
from outbound.expression.names import FUNCTIONS, HISTORY

PAGE = Path(__file__).parents[2] / "docs" / "campaign-file.md"


def test_the_committed_page_is_the_one_that_is_generated():
    """After a change: outbound schema --page > docs/campaign-file.md"""
    assert PAGE.read_text(encoding="utf-8") == reference_page()


@pytest.mark.parametrize("model", [Campaign, Centre])
def test_every_key_stands_on_the_page(model):
    rows = re.findall(r"^\| `([a-z_-]+)` \|", reference_page(), re.M)
    for noun in nouns(model):
        shape = outline(model) if noun is model else outline(model)["$defs"][noun.__name__]
        assert set(shape["properties"]) <= set(rows)


def test_the_expression_language_is_told_whole():
    page = reference_page()
    assert [name for name in FUNCTIONS if f"`{name}(" not in page] == []
    assert [name for name in HISTORY if f"`history.{name}`" not in page] == []


def test_links_on_the_page_lead_to_its_headings():
    page = reference_page()
    headings = re.findall(r"^#+ (.+)$", page, re.M)
    anchors = {re.sub(r"[^\w\- ]", "", h).lower().replace(" ", "-") for h in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= anchors


def written(tmp_path: Path) -> Workspace:
    """The files of the page, each by the name in its first line."""
    for kind, text in re.findall(r"```(yaml|jinja)\n(.*?)```", reference_page(), re.S):
        named = re.match(r"(?:#|\{#) (\S+\.(?:yaml|j2))(?: #\})?\n", text)
        if named:
            file = tmp_path / named[1]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text[named.end() :], encoding="utf-8")
        assert named or kind
    return Workspace(tmp_path)


def test_the_campaign_of_the_page_is_one(tmp_path):
    place = written(tmp_path)
    assert place.campaign_ids() == ["shop-visit"]
    assert load_campaign(place, "shop-visit").question("why") is not None
    assert place.centre.languages == ("zh", "en")


def test_the_file_of_the_page_that_extends_it_is_a_campaign(tmp_path):
    place = written(tmp_path)
    block = next(
        b for b in re.findall(r"```yaml\n(.*?)```", reference_page(), re.S) if "extends:" in b
    )
    place.campaign_file("spring").write_text(block, encoding="utf-8")
    spring = load_campaign(place, "spring")
    assert spring.title.by_language == {"zh": "营业厅回访", "en": "Shop visit in spring"}
    assert spring.audience.sample is not None
    assert (spring.audience.sample.contacts, spring.audience.holdout) == (2000, 0)
