"""The process that stands in for the web server at the carrier's fallback address: small, on a port of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url
from starlette.applications import Starlette

from db.session import Store
from outbound.campaign.workspace import Workspace, open_workspace
from outbound.clock import SystemClock
from outbound.engine.inbox.spool import NAME, Spool
from outbound.engine.inbox.standing_in import StandIn
from outbound.settings import Settings, read_settings
from outbound.web.serving import BackgroundServer, listening, told_to_end
from outbound.web.webhooks import webhook_routes
from outbound.wiring import open_store

Say = Callable[[str], None]


def run_fallback(folder: Path, host: str, port: int, say: Say) -> None:
    """Stand in until interrupted. Starts whether or not the store can be reached."""
    with standing_in(open_workspace(folder)) as stand_in, told_to_end() as told:
        app = Starlette(routes=webhook_routes(stand_in))
        with BackgroundServer(app, listening(host, port)).up():
            say(f"What fails elsewhere is taken down at http://{host}:{port} (stop with Ctrl+C)")
            told()


@contextmanager
def standing_in(workspace: Workspace) -> Iterator[StandIn]:
    """What stands in for a workspace's web server."""
    settings = read_settings(workspace.path)
    store = _store(workspace, settings)
    try:
        spool = Spool(workspace.db_dir / NAME)
        language = workspace.centre.languages[0]
        yield StandIn(settings, SystemClock(), spool, language, store)
    finally:
        if store is not None:
            store.close()


def _store(workspace: Workspace, settings: Settings) -> Store | None:
    """The store, to be read if it answers; none where its file is not there yet, which reading would make."""
    url = make_url(settings.store_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        return None
    return open_store(workspace, settings)
