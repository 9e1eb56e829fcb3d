"""The command's table of contents: every subcommand, in the order in which a newcomer meets them."""

import typer

from outbound.cli import (
    beginning,
    campaigns,
    demo,
    explaining,
    language,
    library,
    lists,
    people,
    planning,
    rehearsing,
    reporting,
    results,
    serving,
    simulating,
    standing,
    store,
    users,
    workspace,
)

app = typer.Typer(
    name="outbound",
    help="The campaign engine of a telecom operator's outbound service centre.",
    epilog="Start with: outbound init my-centre && outbound check --workspace my-centre",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

for command in (
    beginning.init,
    workspace.check,
    explaining.explain,
    language.schema,
    workspace.import_,
    planning.plan,
    rehearsing.rehearse,
    simulating.simulate,
    standing.status,
    campaigns.approve,
    campaigns.launch,
    standing.diff,
    campaigns.pause,
    campaigns.resume,
    campaigns.stop,
    lists.build,
    lists.contacts,
    serving.serve,
    serving.carrier,
    results.why,
    results.scores,
    reporting.report,
    library.library,
    demo.demo,
):
    app.command(name=command.__name__.rstrip("_"))(command)
app.add_typer(people.suppress, name="suppress")
app.add_typer(users.user, name="user")
app.add_typer(store.db, name="db")
