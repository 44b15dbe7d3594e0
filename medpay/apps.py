from django.apps import AppConfig


class MedpayConfig(AppConfig):
    name = "medpay"
