"""The SQL that counts reports into tallies, made from one table of fields.

Each report of a code and month is spread over its groups (the code as a whole, and one slice for each
sliced field it answers) and over its answers, then counted. A naive recount in Python checks it (I1).
"""

from typing import Final

from reports.vocabulary import APPEALS

REASON: Final = "CASE WHEN r.carc = '' THEN '' ELSE r.\"group\" || '-' || r.carc END"
SINGLE: Final = {
    "kind": "r.kind",
    "reason": REASON,
    "payer": "r.payer",
    "line_of_business": "r.line_of_business",
    "paired_code": "r.paired_code",
    "fix_modifier": "r.fix_modifier",
    "resolution": "r.resolution_band",
    "stage": "r.stage",
    "decided_by": "r.decided_by",
    "claim_type": "r.claim_type",
    "state": "r.state",
    "year": "r.year::text",
    "outcome": "r.outcome",
    "appeal_outcome": "CASE WHEN r.actions && ARRAY[{}]::varchar[] THEN r.outcome ELSE '' END".format(
        ", ".join(f"'{action}'" for action in APPEALS),
    ),
}
MULTIPLE: Final = {"modifier": "r.modifiers", "remark": "r.rarcs", "action": "r.actions", "tactic": "r.tactics"}
SLICES: Final = {field: SINGLE[field] for field in ("payer", "line_of_business", "reason")}

_groups = ", ".join(["('', '')", *(f"('{field}', {expression})" for field, expression in SLICES.items())])
_answers = " UNION ALL ".join(
    [
        "VALUES ('reports', ''), " + ", ".join(f"('{field}', {expression})" for field, expression in SINGLE.items()),
        *(f"SELECT DISTINCT '{field}', unnest({expression})" for field, expression in MULTIPLE.items()),
    ],
)

# Parameters: code, months (first days). Months without reports yield nothing.
COUNT_MONTHS: Final = f"""
INSERT INTO reports_tally (code, month, slice_field, slice_key, field, key, reports)
SELECT r.code, m.month, g.field, g.key, a.field, a.key, count(*)
FROM unnest(%(months)s::date[]) AS m(month)
JOIN reports_report r
  ON r.code = %(code)s AND r.standing = 'counted' AND r.released
 AND r.received >= m.month AND r.received < m.month + interval '1 month'
CROSS JOIN LATERAL (VALUES {_groups}) AS g(field, key)
CROSS JOIN LATERAL ({_answers}) AS a(field, key)
WHERE (g.field = '' OR g.key <> '') AND (a.field = 'reports' OR a.key <> '')
GROUP BY 1, 2, 3, 4, 5, 6
"""  # noqa: S608  # only constants of this module are put in
