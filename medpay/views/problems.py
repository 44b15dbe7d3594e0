"""What is said where there is nothing to show: 400, 404, 500. Programs get JSON."""

import re
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views import defaults

from codes.models import Code


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, also for programs."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": "This request cannot be read."}, status=HTTPStatus.BAD_REQUEST)
    return defaults.bad_request(request, exception)


def failed(request: HttpRequest) -> HttpResponse:
    """500, also for programs."""
    if request.path.startswith("/api/"):
        detail = "Something went wrong here. Nothing was lost that was acknowledged."
        return JsonResponse({"detail": detail}, status=HTTPStatus.INTERNAL_SERVER_ERROR)
    return defaults.server_error(request)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, with the codes nearest to one that the address names; programs get JSON."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": "Nothing is at this address."}, status=HTTPStatus.NOT_FOUND)
    named = re.search(r"\b[0-9A-Z][0-9]{3}[0-9A-Z]\b", request.path.upper())
    context = {"nearest": Code.objects.nearest(named[0]) if named else []}
    return render(request, "404.html", context, status=HTTPStatus.NOT_FOUND)
