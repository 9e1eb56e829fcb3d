"""Every error that Outbound raises on purpose.

OutboundError            says what is wrong, where, and what to do
├── InputError           what was handed in cannot be used: a file, a row, an argument's value
│   └── ProblemsError    a campaign or centre file has problems, each with its position
├── UsageError           the command or request itself makes no sense
├── NotFoundError        no such campaign, subscriber, contact
├── RefusedError         a rule forbids it in the present state
├── StoreError           the database cannot be used now: locked, full, too old
│   └── LeaseLostError   this process may not write as the leader any more
└── CarrierError         the carrier cannot be reached or does not accept us

Exit codes and HTTP statuses are chosen at the edges, in `cli` and `web`, never here.
"""

from collections.abc import Sequence


class OutboundError(Exception):
    """An expected failure, told plainly: `message` says what, `where` the place, `hint` the mend."""

    code = "error"

    def __init__(self, message: str, *, hint: str = "", where: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.where = where


class InputError(OutboundError):
    """What was handed in cannot be used."""

    code = "input"


class ProblemsError(InputError):
    """A workspace file has problems; `problems` holds `campaign.problems.Problem` items."""

    code = "problems"

    def __init__(self, problems: Sequence[object], *, where: str = "") -> None:
        first = str(problems[0]) if problems else "no problem named"
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(first + more, hint="Run `outbound check` to see them all.", where=where)
        self.problems = tuple(problems)


class UsageError(OutboundError):
    """The command or request makes no sense as it stands."""

    code = "usage"


class NotFoundError(OutboundError):
    """What was named does not exist."""

    code = "not-found"


class RefusedError(OutboundError):
    """A rule forbids it in the present state."""

    code = "refused"


class StoreError(OutboundError):
    """The store cannot be used now."""

    code = "store"


class LeaseLostError(StoreError):
    """Another process leads now."""

    code = "lease-lost"


class CarrierError(OutboundError):
    """The carrier cannot be used now."""

    code = "carrier"
