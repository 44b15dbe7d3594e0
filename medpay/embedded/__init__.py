"""Finds, starts and stops the embedded PostgreSQL and Redis-compatible server.

`medpay.settings` imports this for every command, so what stands here is light and knows nothing of Django.
"""

from medpay.embedded.errors import StartError
from medpay.embedded.state import Servers, home, running

NOT_RUNNING = "postgresql:///medpay?host=/nonexistent"  # nobody answers there, and nothing is guessed

__all__ = ["NOT_RUNNING", "Servers", "StartError", "home", "running"]
