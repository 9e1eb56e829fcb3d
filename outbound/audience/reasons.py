"""What became of everyone in a wave's base: put together only when somebody asks."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

LISTED = "listed"
HELD_OUT = "held out"


@dataclass(frozen=True)
class Reasons:
    """A reason for each subscriber, as a place in `texts`; `ids` fetches who they are, in that order."""

    codes: npt.NDArray[np.int16]
    texts: tuple[str, ...]
    ids: Callable[[], pa.ChunkedArray]

    def table(self) -> pa.Table:
        """subscriber_id and reason (dictionary-encoded), one row for everyone."""
        reason = pa.DictionaryArray.from_arrays(
            pa.array(self.codes), pa.array(self.texts, pa.string())
        )
        return pa.table({"subscriber_id": self.ids(), "reason": reason})
