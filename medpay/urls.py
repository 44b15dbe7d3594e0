"""The site map: pages, API, admin."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

import codes.urls
import reports.urls
from medpay import health, views

handler400 = "medpay.views.bad_request"
handler404 = "medpay.views.missing"
handler500 = "medpay.views.failed"

urlpatterns = [
    path("", views.home, name="home"),
    path("", include(codes.urls.pages)),
    path("codes/<str:code>/", views.code_page, name="code"),
    path("cpt/<str:code>", views.cpt),
    path("cpt/<str:code>/", views.cpt),
    path("", include(reports.urls.pages)),
    path("method/", views.text, {"name": "method"}, name="method"),
    path("privacy/", views.text, {"name": "privacy"}, name="privacy"),
    path("terms/", views.text, {"name": "terms"}, name="terms"),
    path("robots.txt", views.robots),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("api/v1/", include(codes.urls.programs)),
    path("api/v1/", include(reports.urls.programs)),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", views.api, name="api_docs"),
    path("admin/", admin.site.urls),
]
