"""A progress bar for imports, on a terminal only."""

from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm

from codes.actions import Progress


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """What to tell the count of bytes read and of bytes in all. Draws on standard error, if that is a terminal."""
    with tqdm(unit="B", unit_scale=True, leave=False, disable=None) as bar:

        def progress(done: int, size: int) -> None:
            bar.total = size
            bar.update(done - bar.n)

        yield progress
