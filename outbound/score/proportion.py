"""Intervals of shares and of NPS that hold in small samples and near the ends."""

from math import sqrt

Z = 1.959964  # the normal quantile of 95 %

Interval = tuple[float, float]


def wilson(share: float, n: float) -> Interval:
    """Wilson's interval of a share (0-1) from n answers; n may be an effective number."""
    if n <= 0:
        return 0.0, 1.0
    scale = 1 + Z**2 / n
    centre = (share + Z**2 / (2 * n)) / scale
    half = Z / scale * sqrt(max(0.0, share * (1 - share) / n + Z**2 / (4 * n**2)))
    return max(0.0, centre - half), min(1.0, centre + half)


def newcombe(first: float, n_first: float, second: float, n_second: float) -> Interval:
    """Newcombe's interval of `first` − `second`, two independent shares."""
    delta = first - second
    low_1, high_1 = wilson(first, n_first)
    low_2, high_2 = wilson(second, n_second)
    return (
        delta - sqrt((first - low_1) ** 2 + (high_2 - second) ** 2),
        delta + sqrt((high_1 - first) ** 2 + (second - low_2) ** 2),
    )


def nps_interval(promoters: float, detractors: float, n: float) -> Interval:
    """Adjusted Wald interval of NPS on -100 to 100; shares 0-1 of n (effective) answers."""
    more = n + 3
    up = (promoters * n + 0.75) / more
    down = (detractors * n + 0.75) / more
    half = Z * sqrt(max(0.0, up + down - (up - down) ** 2) / more)
    return max(-100.0, 100 * (up - down - half)), min(100.0, 100 * (up - down + half))
