"""The Celery app and the whole timetable. Redis carries hints only (I2); every job is harmless when run twice."""

import os

from celery import Celery
from celery.schedules import crontab
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "medpay.settings")

app = Celery("medpay")
app.set_default()  # in every thread of the web server, not only in this one
app.conf.update(
    broker_url=settings.REDIS_URL,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,  # Redis may stay away for long; the sweeper does without
    worker_cancel_long_running_tasks_on_connection_loss=True,  # they are redelivered anyway
    broker_transport_options={"visibility_timeout": 60, "socket_timeout": 5, "socket_connect_timeout": 2},
    result_backend=None,
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_time_limit=60,
    task_soft_time_limit=45,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    beat_schedule_filename=str(settings.MEDPAY_HOME / "beat-schedule"),
    beat_schedule={
        "sweep dirty statistics": {"task": "reports.tasks.sweep", "schedule": 15.0, "options": {"expires": 15}},
        "fold payers, lines and reasons": {
            "task": "reports.tasks.fold_parents",
            "schedule": 30.0,
            "options": {"expires": 30},
        },
        "compare new reports": {"task": "reports.tasks.compare", "schedule": 60.0, "options": {"expires": 60}},
        "forget what decisions took away": {
            "task": "reports.tasks.forget_originals",
            "schedule": 60.0,
            "options": {"expires": 60},
        },
        "let old reports expire": {"task": "reports.tasks.expire", "schedule": crontab(hour=0, minute=5)},
        "give account of the day": {
            "task": "reports.tasks.publish_transparency",
            "schedule": crontab(hour=0, minute=10),
        },
        "delete what is not kept": {"task": "reports.tasks.tidy", "schedule": crontab(hour=0, minute=20)},
    },
)
app.autodiscover_tasks()
