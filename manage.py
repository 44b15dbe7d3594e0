#!/usr/bin/env python
"""The command line of medpay: `python manage.py help`."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "medpay.settings")
    from django.conf import settings
    from django.core.management import execute_from_command_line
    from django.db.utils import DatabaseError, OperationalError

    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit(130)
    except OperationalError as problem:
        if settings.EXTERNAL_DATABASE_URL or settings.SERVERS:
            sys.exit(f"The database does not answer: {problem}")
        sys.exit("medpay is not running: start it with `make run`, or set DATABASE_URL.")
    except DatabaseError as problem:
        from medpay.logs import without_rows

        sys.exit(without_rows(problem))


if __name__ == "__main__":
    main()
