"""Texts that name something else: a column, a department, a sender; and conditions, which name many."""

from typing import Annotated

from pydantic import Field, StringConstraints

from outbound.campaign.about import Names, NamesOf
from outbound.campaign.values import Identifier

Expression = Annotated[str, Field(title="expression")]
"""A condition in the expression language; parsed by `outbound.check` and where it is used."""

ColumnName = Annotated[str, NamesOf(Names.COLUMNS), Field(title="column")]
"""A column of the base."""

OrderColumn = Annotated[str, NamesOf(Names.ORDERS), Field(title="column")]
"""A column of the base; a leading - turns the order round."""

WaveStart = Annotated[str, NamesOf(Names.STARTS), Field(title="date column or event")]
"""A date column of the base, or `event NAME`."""

CronLine = Annotated[str, Field(title="cron line")]
"""Minute, hour, day, month, weekday; read by `outbound.check` and where waves are built."""

Department = Annotated[Identifier, NamesOf(Names.DEPARTMENTS), Field(title="department")]
"""A department of the centre's file."""

ProcessName = Annotated[Identifier, NamesOf(Names.PROCESSES), Field(title="process")]
"""A business process of the centre's file."""

CallSender = Annotated[Identifier, NamesOf(Names.CALL_SENDERS), Field(title="sender")]
"""A sender of the centre's file that has a number for calls."""

SmsSender = Annotated[Identifier, NamesOf(Names.SMS_SENDERS), Field(title="sender")]
"""A sender of the centre's file that has a number for messages."""

OutcomeName = Annotated[str, NamesOf(Names.OUTCOMES), Field(title="outcome")]
"""How an attempt ended; known by `dialing.outcome`."""

PurposeName = Annotated[str, NamesOf(Names.PURPOSES), Field(title="purpose")]
"""A purpose of contact where it is a key."""

Extendable = Annotated[str, NamesOf(Names.EXTENDABLE), Field(title="template or campaign")]
"""What a file may extend: `templates/NAME`, or a campaign's id."""

AnswerCode = Annotated[str, StringConstraints(pattern=r"^([1-9]|Y)$"), Field(title="reply")]
"""A reply by SMS that says yes: a digit or Y; T and N stop messages somewhere."""
