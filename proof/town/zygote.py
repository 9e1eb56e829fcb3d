"""Starts the processes under test: a process that has imported and prepared everything, and forks itself.

`python -m proof.town.zygote CONTROL FOLDER SETTINGS BUILD` takes commands on a socket: `w` lives in this very
process, which warms what all its children inherit; `f` forks one that lives until its end. Either
brings the line to live by. No connection is open between two commands.
"""

import base64
import gc
import os
import pickle
import socket
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from outbound.settings import Settings
from proof.town import points
from proof.town.mortal import Office
from proof.town.naive import become


def main() -> int:
    """Serve until the other end of the control socket is closed."""
    control, folder, told, build = sys.argv[1:]
    become(build)
    settings: Settings = pickle.loads(base64.b64decode(told))
    office = Office(Path(folder), settings)
    points.commits()  # read once, for all children
    with socket.socket(fileno=int(control)) as commands:
        while True:
            word, found, _, _ = socket.recv_fds(commands, 1, 1)
            if not word:
                return 0
            line = Connection(found[0])
            if word == b"w":
                office.live(line)
                office.store.close()
                _settle()
                commands.sendall((0).to_bytes(8))
            else:
                commands.sendall(_forked(office, line, commands).to_bytes(8, signed=True))


def _settle() -> None:
    """What is in memory now stays: children share it for as long as nobody writes to it."""
    gc.collect()
    gc.freeze()
    gc.disable()


def _forked(office: Office, line: Connection, commands: socket.socket) -> int:
    """The exit code of a child that lived on the line; the signal, negative, that ended it."""
    child = os.fork()
    if child == 0:
        commands.close()
        office.live(line)
        os._exit(0)
    line.close()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main())
