"""MEDPAY_THRESHOLD and MEDPAY_MIN_CONTRIBUTORS, where they were changed, reach the figures that stand."""

from reports.actions.folding import fold_parents
from reports.actions.statistics import all_codes, refresh_statistics
from reports.models import RulesFollowed, rules


def follow_rules() -> bool:
    """Recounts all codes if their figures were made with other rules than those of now. True if so.

    Stopped halfway, it begins anew: the rules are noted after the last code.
    """
    now = rules()._asdict()
    if RulesFollowed.objects.filter(**now).exists():
        return False
    for code in sorted(all_codes()):
        refresh_statistics(code=code, everything=True)
    fold_parents(everything=True)
    RulesFollowed.objects.all().delete()
    RulesFollowed.objects.create(**now)
    return True
