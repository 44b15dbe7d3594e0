"""The shapes of the answers about codes billed together, and about units."""

from typing import Any, Final

from rest_framework import serializers

from codes import bundling

ANSWERS: Final = [(word, word.replace("_", " ")) for word in ("edit", "no_edit", "no_table")]


class TableSerializer(serializers.Serializer[Any]):
    """One quarter's table, and the dates of service it speaks for."""

    version = serializers.CharField(source="words", help_text="Such as “NCCI practitioner edits, July 2024 (v30.2)”.")
    setting = serializers.CharField(help_text="practitioner or hospital.")
    effective = serializers.DateField()
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    complete = serializers.BooleanField(source="whole", help_text="False: it shows edits, never that there is none.")


class BypassSerializer(serializers.Serializer[Any]):
    modifier = serializers.CharField()
    bypasses = serializers.BooleanField()
    words = serializers.CharField()


class EditSerializer(serializers.Serializer[Any]):
    """Column 1 is paid, column 2 denied."""

    column_1 = serializers.CharField(source="row.column_1")
    column_2 = serializers.CharField(source="row.column_2")
    paid = serializers.CharField()
    denied = serializers.CharField()
    indicator = serializers.ChoiceField([(digit, digit) for digit in bundling.INDICATOR_WORDS], source="row.indicator")
    indicator_words = serializers.CharField()
    effective = serializers.DateField(source="row.effective", allow_null=True, help_text="Null: not published.")
    deleted = serializers.DateField(source="row.deleted", allow_null=True, help_text="The last day in force.")
    rationale = serializers.CharField(source="row.rationale", help_text="In CMS's words.")
    modifiers = BypassSerializer(source="bypasses", many=True, help_text="Of each modifier asked about.")


class AnsweredSerializer(serializers.Serializer[Any]):
    """Three answers, never two."""

    answer = serializers.ChoiceField(ANSWERS)
    message = serializers.CharField()
    code = serializers.CharField()
    date = serializers.DateField(help_text="The date of service that is answered for.")
    setting = serializers.CharField(help_text="practitioner or hospital.")
    table = TableSerializer(allow_null=True)
    held = TableSerializer(many=True, help_text="Every table of the setting that is loaded.")


class EarlierSerializer(serializers.Serializer[Any]):
    """What the last table held says of the pair, as of its last day."""

    answer = serializers.ChoiceField(ANSWERS[:2], source="verdict.answer")
    message = serializers.CharField(source="words")
    date = serializers.DateField(source="day")
    table = TableSerializer(source="verdict.table")
    results = EditSerializer(source="verdict.edits", many=True)


class PairSerializer(AnsweredSerializer):
    """With `with`: about one pair."""

    results = EditSerializer(many=True, help_text="In force on the date, in either direction.")
    past = EditSerializer(many=True, help_text="Rows of the pair that are not in force on the date.")
    earlier = EarlierSerializer(
        allow_null=True, help_text="Asked without a date, where no table of today is held: what the last one says."
    )
    warnings = serializers.ListField(child=serializers.CharField(), help_text="Such as: no list has the other code.")


class EditsSerializer(AnsweredSerializer):
    """Without `with`: a page of every pair of the code."""

    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = EditSerializer(many=True, help_text="In force on the date, in either direction.")


class LimitSerializer(serializers.Serializer[Any]):
    """The most units of a code in a setting."""

    setting = serializers.CharField(help_text="practitioner, hospital or dme.")
    units = serializers.IntegerField(allow_null=True, help_text="Null: no limit is published, or no table is held.")
    mai = serializers.CharField(help_text="1 per line, 2 absolute per day, 3 per day and appealable; or empty.")
    mai_words = serializers.CharField()
    rationale = serializers.CharField(help_text="In CMS's words.")
    table = serializers.CharField(help_text="Such as “MUE 2026 Q2”; empty where none is held.")
    effective = serializers.DateField(allow_null=True)
    covers = serializers.BooleanField(help_text="False: an earlier table stands in, or none.")
    words = serializers.CharField()


class AddedSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(source="add_on")
    kind = serializers.CharField(help_text="1, 2 or 3, as for the code itself.")


class AddOnsSerializer(serializers.Serializer[Any]):
    """What a code may be added to, and what may be added to it."""

    is_add_on = serializers.BooleanField(
        allow_null=True,
        help_text="By CMS's list or by the fee schedule's global period ZZZ. Null: no list of that day is held.",
    )
    kind = serializers.CharField(source="add_ons.kind", help_text="1, 2, 3; empty where no list held has it.")
    kind_words = serializers.CharField(source="add_ons.kind_words")
    primaries = serializers.ListField(source="add_ons.primaries", child=serializers.CharField())
    add_ons = AddedSerializer(source="add_ons.add_ons", many=True)
    table = serializers.CharField(help_text="Such as “Add-on codes 2024 Q1”; empty where none is held.")
    effective = serializers.DateField(allow_null=True)
    covers = serializers.BooleanField(help_text="False: an earlier list stands in, or none.")
    words = serializers.CharField()


class UnitsSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    date = serializers.DateField()
    limits = LimitSerializer(many=True)
    add_ons = AddOnsSerializer()
