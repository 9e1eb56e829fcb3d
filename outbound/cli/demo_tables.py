"""What the demo prints for people: a page of tables, and where to look next."""

from typing import Any

from outbound.cli.output import people, table
from outbound.demo.people import PASSWORD, ROLES


def show(told: dict[str, Any]) -> None:
    """Print a day's result."""
    for name, report in told["campaigns"].items():
        people.print()
        people.rule(f"[bold]{name}", align="left")
        _waterfall(report)
        _outcomes(report)
        _scores(report)
        people.print(
            f"{report['messages']:,} messages sent, {len(report['follow_ups'])} follow-ups opened, "
            f"cost {report['cost']:,.2f} {told['currency']}",
            highlight=False,
        )
    people.print()
    people.rule(align="left")
    people.print(
        f"A campaign day in {told['seconds']} seconds; report: {', '.join(told['report_files'])}",
        highlight=False,
    )
    people.print(
        "Open the workspace in a browser: outbound serve, then http://127.0.0.1:8080",
        highlight=False,
    )
    accounts = ", ".join(role for role, _, _ in ROLES)
    people.print(f"Sign in as {accounts}; the password of each is {PASSWORD}", highlight=False)


def _waterfall(report: dict[str, Any]) -> None:
    drops = [(f"{d['kind']}: {d['reason']}", d["count"]) for d in report["waterfall"] if d["count"]]
    rows = [("subscribers", report["base"]), *((what, -count) for what, count in drops)]
    rows += [("held out", -report["holdout"]), ("listed", report["listed"])]
    people.print(table("list", ("", "people"), rows))


def _outcomes(report: dict[str, Any]) -> None:
    ranked = sorted(report["by_outcome"].items(), key=lambda item: -item[1])
    responses, rates = report["responses"], report["rates"]
    people.print(table(f"{report['attempts']:,} attempts", ("outcome", "attempts"), ranked))
    if responses["complete"] or responses["partial"]:
        rate = rates.get("RR1")
        shown = "–" if rate is None else f"{100 * rate:.1f} %"
        people.print(
            f"{responses['complete']:,} complete and {responses['partial']:,} partial responses, RR1 {shown}",
            highlight=False,
        )


def _scores(report: dict[str, Any]) -> None:
    rows = [
        (s["process"] or "recommendation", s["measure"], *_figure(s), s["base"], s["flag"] or "")
        for s in report["scores"]
    ]
    if rows:
        columns = ("process", "measure", "value", "95 % interval", "base", "")
        people.print(table("scores", columns, rows))


def _figure(score: dict[str, Any]) -> tuple[str, str]:
    if score["value"] is None:
        return "–", "sample too small"
    return f"{score['value']:.1f}", f"{score['low']:.1f} to {score['high']:.1f}"
