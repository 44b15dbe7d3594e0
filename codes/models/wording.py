"""How texts are searched by word: as SQL expressions, which an index and its query must write alike."""

from functools import reduce
from operator import add
from typing import Any, Final, TypeVar

from django.contrib.postgres.search import SearchQuery, SearchVector, TrigramStrictWordSimilarity
from django.db import connection
from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.functions import Concat

from codes.finding import Query, is_prefix_of_word

RowsT = TypeVar("RowsT", bound=QuerySet[Any])

CONFIGURATION: Final = "simple"  # no stemming, no stop words: "IV", "CT" and "A1c" are words here
SIMILAR_ENOUGH: Final = 0.45  # of 1, in trigrams: two neighboring letters exchanged in seven leave 0.5


def together(*fields: str) -> Concat | F:
    """The texts of these fields, one after the other: what trigrams are taken of."""
    if len(fields) == 1:
        return F(*fields)
    spaced = [part for field in fields for part in (F(field), Value(" "))]
    return Concat(*spaced[:-1], output_field=TextField())


def vector(*fields: str) -> SearchVector:
    """Their words. Punctuation parts them, or PostgreSQL would take "CT/NG" for the path of a file."""
    words = Func(
        together(*fields),
        Value("[^[:alnum:]]+"),
        Value(" "),
        Value("g"),
        function="regexp_replace",
        output_field=TextField(),
    )
    return SearchVector(words, config=CONFIGURATION)


def every_word(query: Query) -> SearchQuery:
    return SearchQuery(query.in_words(), config=CONFIGURATION, search_type="raw")


def similar_enough() -> None:
    """Sets how like a word must be until this transaction ends: PostgreSQL's own 0.6 misses exchanged letters."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL pg_trgm.word_similarity_threshold = {SIMILAR_ENOUGH}")


def likest(rows: RowsT, query: Query, *, called: tuple[str, ...], searched: tuple[str, ...], key: str) -> RowsT:
    """Those whose words are like each of the query's, the likest first.

    Inside a transaction only, after `similar_enough`. Words too short to be misspelled must be there as they are.
    """
    found = rows.alias(vector=vector(*searched), terms=together(*called))
    alike: list[Func | Value] = []
    for word in query.words:
        if is_prefix_of_word(word):
            found = found.filter(terms__trigram_word_similar=word)
            alike.append(TrigramStrictWordSimilarity(word, together(*called)))
        else:
            found = found.filter(vector=SearchQuery(word, config=CONFIGURATION, search_type="raw"))
            alike.append(Value(1.0))
    return found.order_by(reduce(add, alike).desc(), key)
