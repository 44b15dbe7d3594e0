"""The web server's way in: `granian --interface wsgi medpay.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "medpay.settings")
application = get_wsgi_application()
