"""medpay's settings. BENCH_KEEPS=0: no page is kept, so that each is made anew."""

import os

from medpay.settings import *  # noqa: F403  # whatever they are
from medpay.settings import CACHES

ROOT_URLCONF = "bench.beside.urls"
if os.environ.get("BENCH_KEEPS") == "0":
    CACHES = {**CACHES, "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
