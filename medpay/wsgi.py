"""The web server's way in: `granian --interface wsgi medpay.wsgi:application`. Unsafe settings do not start."""

import os

from django.core.management.base import BaseCommand
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "medpay.settings")
application = get_wsgi_application()
BaseCommand().check(tags=["security"])
