"""Tries one promise on one database in a process of its own; its tally goes to standard output as JSON."""

import argparse
import json
import sys
import tempfile
import traceback
from dataclasses import asdict
from pathlib import Path

from proof.ground import Ground
from proof.promise import Database, Tally
from proof.promises import load


def main() -> int:
    """Try it; a proof that fails itself is a violation too."""
    parser = argparse.ArgumentParser(prog="python -m proof.one", description=__doc__)
    parser.add_argument("module")
    parser.add_argument("--database", type=Database, required=True)
    parser.add_argument("--trials", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--server", default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="outbound-proof-") as folder:
        module = load(asked.module)
        ground = Ground(asked.database, Path(folder), asked.server, module.PROMISE.durable)
        try:
            tally = module.run(ground, asked.trials, asked.seed)
        except Exception:  # noqa: BLE001 - whatever went wrong, nothing was proven
            tally = Tally(violations=[f"the proof itself failed:\n{traceback.format_exc()}"])
    json.dump(asdict(tally), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
