from django.urls import path

from codes import api, views
from codes.api import edits

pages = [
    path("codes/", views.index, name="codes"),
    path("codes/<str:code>/bundling/", views.pairs, name="bundling"),
    path("search/suggest/", views.suggestions, name="suggestions"),
]

programs = [
    path("codes/", api.CodesView.as_view(), name="api_codes"),
    path("codes/<str:code>/", api.CodeView.as_view(), name="api_code"),
    path("codes/<str:code>/payment/", api.PaymentView.as_view(), name="api_payment"),
    path("codes/<str:code>/edits/", edits.EditsView.as_view(), name="api_edits"),
    path("codes/<str:code>/units/", edits.UnitsView.as_view(), name="api_units"),
    path("payers/", api.PayersView.as_view(), name="api_payers"),
    path("reasons/", api.ReasonsView.as_view(), name="api_reasons"),
]
