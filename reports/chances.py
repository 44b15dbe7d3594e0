"""How likely so many are by chance alone."""

from collections.abc import Iterator
from math import exp, lgamma, log
from typing import Final

RARE: Final = 0.01  # a chance below it is no longer taken for one
NEGLIGIBLE: Final = 1e-17  # of a sum: what follows adds nothing to it


def poisson_tail(n: int, mean: float) -> float:
    """The chance of `n` or more where `mean` are expected. Source: S. D. Poisson, Recherches (1837), § 81."""
    if n <= 0:
        return 1.0
    if mean <= 0:
        return 0.0

    def of(k: int) -> float:
        return exp(k * log(mean) - mean - lgamma(k + 1))

    if n > mean:
        return _sum(of(n), (mean / (n + step) for step in range(1, int(mean) + 1000 + n)))
    return 1.0 - _sum(of(n - 1), ((n - step) / mean for step in range(1, n)))


def drawn_tail(n: int, *, drawn: int, marked: int, of: int) -> float:
    """The chance that of `of`, `marked` among them, `drawn` picked blindly hold `n` or more that are marked.

    Raises ValueError unless `drawn` and `marked` lie in 0..`of`.

    Source: R. A. Fisher, J. R. Statist. Soc. 98 (1935) 39-82: the exact test of two proportions.
    """
    if not (0 <= drawn <= of and 0 <= marked <= of):
        message = f"{drawn} cannot be drawn, or {marked} marked, of {of}"
        raise ValueError(message)
    least, most = max(0, drawn + marked - of), min(drawn, marked)
    if n <= least:
        return 1.0
    if n > most:
        return 0.0
    unmarked = of - marked

    def chance(k: int) -> float:
        return exp(_log_ways(marked, k) + _log_ways(unmarked, drawn - k) - _log_ways(of, drawn))

    def step_up(k: int) -> float:
        """From the chance of `k` to that of one more."""
        return (marked - k) * (drawn - k) / ((k + 1) * (unmarked - drawn + k + 1))

    if n * of > drawn * marked:
        return _sum(chance(n), (step_up(k) for k in range(n, most)))
    return 1.0 - _sum(chance(n - 1), (1 / step_up(k) for k in range(n - 2, least - 1, -1)))


def _sum(first: float, ratios: Iterator[float]) -> float:
    """Of terms that fall, each of them the one before times its ratio, as far as they count."""
    total = term = first
    for ratio in ratios:
        term *= ratio
        total += term
        if term < total * NEGLIGIBLE:
            break
    return min(1.0, total)


def _log_ways(of: int, drawn: int) -> float:
    return lgamma(of + 1) - lgamma(drawn + 1) - lgamma(of - drawn + 1)
