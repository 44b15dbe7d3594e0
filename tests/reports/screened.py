"""What screening says of a text, asked once in each process: several modules read the same thousands of stories."""

from functools import cache

from reports import screening

screened = cache(screening.screen)
