"""The ground a promise is tried on: a folder of its own, and as many new, empty stores as it asks for."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from db.session import Store
from db.upgrade import upgrade
from proof.promise import Database

_EMPTY = "empty"


@dataclass
class Ground:
    """One promise's own: nothing of it outlasts the proof. `server` is the PostgreSQL server's URL."""

    database: Database
    folder: Path
    server: str = ""
    durable: bool = True
    _made: list[str] = field(default_factory=list)

    def new_store_url(self) -> str:
        """Where a new, empty, migrated store is; the one before it is dropped by `drop`."""
        name = f"store_{len(self._made) + 1}"
        if not self._made:
            self._migrate()
        self._made.append(name)
        if self.database is Database.SQLITE:
            shutil.copyfile(self.folder / f"{_EMPTY}.sqlite", self.folder / f"{name}.sqlite")
            return f"sqlite:///{self.folder / name}.sqlite"
        return self._create(self._prefixed(name), template=self._prefixed(_EMPTY))

    def drop(self, url: str) -> None:
        """Let go of a store that is no longer needed; whoever is still connected is cut off."""
        found = make_url(url)
        if self.database is Database.SQLITE:
            for file in self.folder.glob(f"{Path(str(found.database)).name}*"):
                file.unlink()
            return
        self._say(f'drop database if exists "{found.database}" with (force)')

    def replace(self, url: str, template: str) -> None:
        """Make the store at `url` a copy of another; nobody may be connected to that one."""
        self.drop(url)
        if self.database is Database.SQLITE:
            shutil.copyfile(str(make_url(template).database), str(make_url(url).database))
        else:
            self._create(str(make_url(url).database), template=str(make_url(template).database))

    def _migrate(self) -> None:
        if self.database is Database.SQLITE:
            url = f"sqlite:///{self.folder / _EMPTY}.sqlite"
        else:
            url = self._create(self._prefixed(_EMPTY), template="template0")
        store = Store(url)
        upgrade(store)
        store.close()

    def _create(self, name: str, *, template: str) -> str:
        self._say(f'create database "{name}" template "{template}"')
        if not self.durable:
            self._say(f'alter database "{name}" set synchronous_commit = off')
        return make_url(self.server).set(database=name).render_as_string(hide_password=False)

    def _prefixed(self, name: str) -> str:
        """Several promises may use one server at once."""
        return f"{self.folder.name}_{name}"

    def _say(self, command: str) -> None:
        plain = make_url(self.server).set(drivername="postgresql")
        address = plain.render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(command)
