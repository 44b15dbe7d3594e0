"""What is wrong with a published file, and where."""


class SourceError(Exception):
    """A file that cannot be taken in. Reads `file:line: problem`, or `file: problem` where line is 0."""

    def __init__(self, path: str, line: int, problem: str) -> None:
        super().__init__(path, line, problem)
        self.path = path
        self.line = line
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.problem}" if self.line else f"{self.path}: {self.problem}"


class RowError(ValueError):
    """A row or a header that cannot be: says what is wrong, in words for a reader. Never quotes a descriptor."""


class NotPublishedError(SourceError):
    """Nothing stands at an address (404 or 410)."""
