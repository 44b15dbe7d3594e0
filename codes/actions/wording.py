"""CMS's own words for HCPCS Level II codes, where a reader of a code looks for them."""

from typing import Final

from django.db.models import OuterRef, Q, QuerySet, Subquery

from codes.models import Code, Level2Code, Release

SOURCE: Final = "hcpcs"


def take_official_words(release: Release) -> None:
    """Writes the words of a current release to its codes; those of a later one are not overwritten."""
    if release.source != SOURCE:
        return
    later = Release.objects.current().of(SOURCE).filter(effective__gt=release.effective)
    listed = Level2Code.objects.filter(release=release).exclude(words="")
    codes = Code.objects.filter(pk__in=listed.values("code"))
    if later.exists():
        codes = codes.exclude(pk__in=_codes_of(later))
    words = Subquery(listed.filter(code=OuterRef("pk")).values("words")[:1])
    codes.filter(~Q(official=words)).update(official=words)


def _codes_of(releases: QuerySet[Release]) -> QuerySet[Level2Code, str]:
    return Level2Code.objects.filter(release__in=releases).exclude(words="").values_list("code", flat=True)
