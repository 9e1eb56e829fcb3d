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
    """A reason for each subscriber, as a place in `texts`; `everyone` fetches who has which."""

    texts: tuple[str, ...]
    everyone: Callable[[], tuple[pa.ChunkedArray, npt.NDArray[np.int16]]]

    def table(self) -> pa.Table:
        """subscriber_id and reason (dictionary-encoded), one row for everyone."""
        ids, codes = self.everyone()
        texts = pa.array(self.texts, pa.string())
        reason = pa.DictionaryArray.from_arrays(pa.array(codes), texts)
        return pa.table({"subscriber_id": ids, "reason": reason})
