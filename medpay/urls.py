"""The site map: pages, API, admin."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

import codes.urls
import reports.urls
from medpay import health, views
from medpay.views import appeal, check, reference, toolkit

handler400 = "medpay.views.bad_request"
handler404 = "medpay.views.missing"
handler500 = "medpay.views.failed"

urlpatterns = [
    path("", views.home, name="home"),
    path("", include(codes.urls.pages)),
    path("codes/<str:code>/", views.code_page, name="code"),
    path("codes/<str:code>/price/", views.price_fragment, name="price"),
    path("codes/<str:code>/appeal/", appeal.appeal, name="appeal"),
    path("codes/<str:code>/appeal.<str:suffix>", appeal.appeal_file, name="appeal_file"),
    path("codes/<str:code>/card.png", views.card, name="card"),
    path("cpt/<str:code>", views.cpt),
    path("cpt/<str:code>/", views.cpt),
    path("", include(reports.urls.pages)),
    path("payers/", reference.payers, name="payers"),
    path("payers/<str:slug>/", reference.payer, name="payer"),
    path("reasons/", reference.reasons, name="reasons"),
    path("reasons/<str:code>/", reference.reason, name="reason"),
    path("localities/", reference.localities, name="localities"),
    path("guides/", reference.guides, name="guides"),
    path("guides/denial-codes.csv", reference.denial_codes_csv, name="denial_codes_csv"),
    path("guides/denial-codes/", reference.denial_codes, name="denial_codes"),
    path("guides/<str:slug>/", reference.guide, name="guide"),
    path("compare/", reference.compare, name="compare"),
    path("toolkit/", toolkit.toolkit, name="toolkit"),
    path("toolkit/medpay.<str:suffix>", toolkit.toolkit_file, name="toolkit_file"),
    path("check/", check.check_page, name="check"),
    path("method/", views.method, name="method"),
    path("privacy/", views.privacy, name="privacy"),
    path("terms/", views.text, {"name": "terms"}, name="terms"),
    path("robots.txt", views.robots),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("api/v1/", include(codes.urls.programs)),
    path("api/v1/", include(reports.urls.programs)),
    path("api/v1/claims/check/", check.ClaimCheckView.as_view(), name="api_claim_check"),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", views.api, name="api_docs"),
    path("admin/", admin.site.urls),
]
