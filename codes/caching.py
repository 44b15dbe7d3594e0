"""How long a page of the reference may be kept: a minute by a shared cache, not at all unasked by a browser."""

from django.views.decorators.cache import cache_control

kept_a_minute = cache_control(public=True, max_age=0, s_maxage=60, stale_while_revalidate=600)
