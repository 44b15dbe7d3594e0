"""Pages that need both rooms: home and the page of a code. And the site's texts, its map, its 404."""

from medpay.views.card import card
from medpay.views.code import code_page, price_fragment
from medpay.views.home import home
from medpay.views.problems import bad_request, failed, missing
from medpay.views.texts import api, cpt, method, privacy, robots, sitemap, text

__all__ = [
    "api",
    "bad_request",
    "card",
    "code_page",
    "cpt",
    "failed",
    "home",
    "method",
    "missing",
    "price_fragment",
    "privacy",
    "robots",
    "sitemap",
    "text",
]
