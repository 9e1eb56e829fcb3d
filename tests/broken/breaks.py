"""Every mistake that is made on purpose, in one list."""

from tests.broken.build import Broken
from tests.broken.delivery import DELIVERY
from tests.broken.doors import DOORS
from tests.broken.rules import RULES

BREAKS: tuple[Broken, ...] = (*RULES, *DELIVERY, *DOORS)
