"""Who takes a step: a person in their role, the machine's operator, or the engine by itself."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from db.tables import Role

__all__ = ["COMMAND_LINE", "ENGINE", "Actor", "Machine", "Role", "Who"]


class Machine(Enum):
    """Those who act without having signed in."""

    OPERATOR = "operator"  # whoever has the machine's command line: may do everything
    ENGINE = "engine"  # what happens by itself: time ran out, a limit was reached


Who = Role | Machine


@dataclass(frozen=True)
class Actor:
    """Somebody who takes a step; `department` is the only one that a person may sign for."""

    name: str
    role: Who
    department: str = ""

    @property
    def is_person(self) -> bool:
        """Whether somebody signed in, so that their own department binds them."""
        return isinstance(self.role, Role)


COMMAND_LINE: Final = Actor("command line", Machine.OPERATOR)
ENGINE: Final = Actor("engine", Machine.ENGINE)
