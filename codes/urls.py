from django.urls import path

from codes import api, views

pages = [
    path("codes/", views.index, name="codes"),
]

programs = [
    path("codes/", api.CodesView.as_view(), name="api_codes"),
    path("codes/<str:code>/", api.CodeView.as_view(), name="api_code"),
    path("codes/<str:code>/payment/", api.PaymentView.as_view(), name="api_payment"),
    path("payers/", api.PayersView.as_view(), name="api_payers"),
    path("reasons/", api.ReasonsView.as_view(), name="api_reasons"),
]
