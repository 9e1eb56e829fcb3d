"""One whole in three parts: detractors, passives, promoters, each named on the bar."""

from collections.abc import Sequence

from outbound.picture.svg import WIDTH, group, picture, rect, text, text_width

HEIGHT = 56


def shares(title: str, parts: Sequence[tuple[str, float, str]]) -> str:
    """One bar across the page; (label, share of 1, tone) from left to right."""
    drawn, x = [], 0.0
    for label, share, tone in parts:
        width = share * WIDTH
        figure = f"{share:.0%}"
        inside = (
            [text(x + 10, 25, figure, "strong" if tone == "bar" else "on")]
            if text_width(figure) + 20 < width
            else []
        )
        words = [text(x, 52, label, "small quiet")] if text_width(label, 12) < width else []
        drawn.append(
            group(
                [rect(x, 4, width - 2, 32, tone, round_=2), *inside, *words], f"{label}: {figure}"
            )
        )
        x += width
    told = "; ".join(f"{label}: {share:.0%}" for label, share, _ in parts)
    return picture(title, told, HEIGHT, drawn)
