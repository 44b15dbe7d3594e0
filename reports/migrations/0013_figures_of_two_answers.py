"""Figures hold what two answers tell together, and what guarded months tell of payers: all are made anew.

Until they are, what stands says that there is none.
"""

from typing import ClassVar

from django.db import migrations

SAY_NONE = """
UPDATE reports_statistic SET content = '{
  "recovery_by": {"action": [], "tactic": [], "fix_modifier": []}, "resolution_by": {"action": []},
  "remark_by_reason": [], "payer_lines": [], "trend": null, "rising": null, "amount_band": [], "appeal_worth": null
}'::jsonb || content;
DELETE FROM reports_rulesfollowed;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reports", "0012_figures_of_payers_and_reasons")]

    operations: ClassVar = [migrations.RunSQL(SAY_NONE, migrations.RunSQL.noop)]
