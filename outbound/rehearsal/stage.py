"""Where a rehearsal plays: a campaign, its scripts and a setting, as the engine would put them together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from outbound.campaign.centre import Centre
from outbound.campaign.schema import Campaign, Channel, Mode, Question
from outbound.rehearsal.nouns import Setting, Talk
from outbound.retention.offers import Customer, Eligible, eligible
from outbound.script.context import Person, script_variables
from outbound.script.conversation import Conversation, progress
from outbound.script.environment import ScriptEnvironment
from outbound.script.plan import Plan, Texts
from outbound.script.questionnaire import Progress
from outbound.script.render import (
    AgentScript,
    render_agent,
    render_offer,
    render_sms,
    render_sms_texts,
    render_voice,
    render_voicemail,
)


@dataclass(frozen=True)
class Stage:
    """One campaign set up for one person; all words come from the scripts as the engine renders them."""

    campaign: Campaign
    centre: Centre
    environment: ScriptEnvironment
    setting: Setting

    @property
    def channel(self) -> Channel:
        """The channel of the mode."""
        return Channel.SMS if self.setting.mode is Mode.SMS else Channel.CALL

    @property
    def fallback(self) -> str:
        """The centre's language."""
        return self.centre.languages[0]

    @cached_property
    def zone(self) -> ZoneInfo:
        """The centre's zone, by which days are counted."""
        return ZoneInfo(self.centre.zone)

    @cached_property
    def local(self) -> datetime:
        """The moment by the person's own clock."""
        return self.setting.now.astimezone(self.own_zone)

    @cached_property
    def own_zone(self) -> ZoneInfo:
        """The person's own zone."""
        return ZoneInfo(self.setting.zone)

    @cached_property
    def plan(self) -> Plan:
        """The questionnaire as this person is led through it."""
        return Plan(
            questions=self.campaign.questions,
            language=self.setting.language,
            subscriber=self.setting.subscriber,
            moment=self.setting.now,
            zone=self.zone,
            texts=self._texts(),
            facts=self.setting.facts,
            fallback=self.fallback,
        )

    def message(self) -> str:
        """The one message of a campaign that only tells."""
        return render_sms(*self._place, self._variables({}))

    def voicemail(self) -> str:
        """What is left on an answering machine; empty where the voice script has no words for it."""
        return render_voicemail(*self._place, self._variables({}))

    def agent_script(self, answers: Mapping[str, object]) -> AgentScript:
        """The agent's page, as it reads after these answers."""
        return render_agent(*self._place, self._variables(answers))

    def offers(self, talk: Talk) -> list[Eligible]:
        """The offers for this customer after the answers so far, nothing yet spent of any budget."""
        customer = Customer(
            self.setting.facts, values(talk.conversation), {}, self.setting.now, self.zone, talk.granted
        )  # fmt: skip
        return eligible(self.campaign.offers, customer, {}, "agent")

    def offer_words(self, found: Eligible, talk: Talk) -> str:
        """An offer's own words, as HTML."""
        languages = (self.setting.language, *self.centre.languages)
        variables = self._variables(values(talk.conversation))
        return render_offer(self.environment, found.offer, languages, variables)

    def progress(self, talk: Talk) -> Progress:
        """How far the questionnaire has come."""
        return progress(self.plan, talk.conversation)

    def question(self, question_id: str) -> Question:
        """A question that the plan holds."""
        found = self.plan.question(question_id)
        assert found is not None  # asked for by the plan's own ids
        return found

    @property
    def _place(self) -> tuple[ScriptEnvironment, Campaign, str, str, str]:
        setting = self.setting
        return self.environment, self.campaign, setting.segment, setting.language, self.fallback

    def _texts(self) -> Texts:
        if self.setting.mode is Mode.VOICE:
            return render_voice(*self._place, self._variables({}))
        if self.setting.mode is Mode.SMS:
            return render_sms_texts(*self._place, self._variables({}))
        return Texts()

    def _variables(self, answers: Mapping[str, object]) -> dict[str, object]:
        setting = self.setting
        person = Person(setting.facts, setting.language, setting.segment, answers)
        return script_variables(
            self.campaign, self.centre, person, self.local, moment=self.local, agent=setting.agent
        )


def values(conversation: Conversation) -> dict[str, object]:
    """The answers' values by question."""
    return {name: answer.value for name, answer in conversation.answers.items()}
