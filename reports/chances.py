"""How likely so many are by chance alone."""

from math import exp, lgamma, log

RARE = 0.01  # a chance below it is no longer taken for one


def poisson_tail(n: int, mean: float) -> float:
    """The chance of `n` or more where `mean` are expected. Source: S. D. Poisson, Recherches (1837), § 81."""
    if n <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    return max(0.0, 1.0 - sum(exp(k * log(mean) - mean - lgamma(k + 1)) for k in range(n)))


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
    all_ways = _log_ways(of, drawn)
    return min(
        1.0, sum(exp(_log_ways(marked, k) + _log_ways(of - marked, drawn - k) - all_ways) for k in range(n, most + 1))
    )


def _log_ways(of: int, drawn: int) -> float:
    return lgamma(of + 1) - lgamma(drawn + 1) - lgamma(of - drawn + 1)
