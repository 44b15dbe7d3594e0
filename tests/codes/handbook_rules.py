"""What the handbook's form cannot say: rules about its words, each as a list of what breaks it in one file."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Final

import frontmatter

from codes.handbook import Entry, Guide, Stake, stake
from codes.shapes import CODE_SHAPE

SUMMARY: Final = 300  # characters, a tip's text too
RUN: Final = 4  # consecutive words that may not be those of a descriptor
PERCENT: Final = re.compile(r"%|\bper ?cent", re.IGNORECASE)
DOLLARS: Final = re.compile(r"\$|\b(?:dollars?|USD)\b", re.IGNORECASE)
CUT: Final = re.compile(r"%|\bper ?cent|\bpayment rule\b", re.IGNORECASE)
CLAUSE_END: Final = re.compile(r"[.:;,()]")
CITED: Final = re.compile(r"\]\(https://|\(source:")
COUNTS: Final = {"sites": (1, 5), "providers": (1, 5), "diagnoses": (2, 8), "modifiers": (1, 6)}


def miscounted(entry: Entry) -> list[str]:
    return [
        f"{field}: {len(getattr(entry, field))}, not {least} to {most}"
        for field, (least, most) in COUNTS.items()
        if not least <= len(getattr(entry, field)) <= most
    ]


def too_few_tips(entry: Entry) -> list[str]:
    return [f"tips: {len(entry.tips)}, not 3"] if len(entry.tips) < 3 else []


def too_long(entry: Entry) -> list[str]:
    texts = {"summary": entry.summary} | {f"tips[{at}]": tip.text for at, tip in enumerate(entry.tips, start=1)}
    return [f"{name}: {len(text)} characters" for name, text in texts.items() if len(text) > SUMMARY]


def strangers(entry: Entry, known: AbstractSet[str]) -> list[str]:
    """Codes that `entry` names in its fields and that are not `known`."""
    staked = [stake(amount).code for tip in entry.tips for amount in tip.at_stake]
    return [code for code in [*(relation.code for relation in entry.related), *staked] if code not in known]


def unpriced(entry: Entry, fees: Path) -> list[str]:
    """What is at stake in a tip and has no amount in the starter's release in `fees`."""
    with fees.open(encoding="utf-8", newline="") as file:
        rows = {(row["code"], row["modifier"]): row for row in csv.DictReader(file)}
    return [amount for tip in entry.tips for amount in tip.at_stake if not _is_priced(stake(amount), rows)]


def _is_priced(amount: Stake, rows: Mapping[tuple[str, str], Mapping[str, str]]) -> bool:
    own_rows = [rows[amount.code, modifier] for modifier in amount.modifiers if (amount.code, modifier) in rows]
    row = next(iter(own_rows), rows.get((amount.code, "")))
    setting = "facility" if amount.facility else "nonfacility"
    return (
        row is not None
        and row["status"] in set("ART")
        and not row[f"na_{setting}"]
        and row[f"total_{setting}"] != "0.00"
    )


def staked_cuts(entry: Entry) -> list[str]:
    """Tips on a cut by a share, or on a rule of payment, that name an amount: nobody loses or gains the whole price."""
    return [tip.text for tip in entry.tips if tip.at_stake and CUT.search(tip.text)]


def unit_limits(published: Path) -> dict[str, str]:
    """The MAI of each code in CMS's table of unit limits below `published`."""
    path = next(published.glob("ncci/MCR_MUE_Practitioner*.csv"))
    with path.open(encoding="cp1252", newline="") as file:
        return {row[0]: row[2][0] for row in csv.reader(file) if len(row) > 2 and CODE_SHAPE.fullmatch(row[0])}


def misquoted_limits(entry: Entry, limits: Mapping[str, str]) -> list[str]:
    """Texts on `entry`'s own code that print another MAI than the table."""
    texts = [tip.text for tip in entry.tips] + [f"{use.use} {use.pitfall}" for use in entry.modifiers]
    return [text for text in texts for mai in re.findall(r"MAI (\d)", text) if mai != limits.get(entry.code)]


def unknown_payers(entry: Entry, known: AbstractSet[str]) -> list[str]:
    return [rule.payer for rule in entry.payers if rule.payer not in known]


def unsourced_shares(path: Path) -> list[str]:
    """Texts with a percentage and no source: fields without one, and paragraphs or rows of the body without a link."""
    text = frontmatter.loads(path.read_text(encoding="utf-8"))
    fields = [shown for shown, sourced in _fields(text.metadata, sourced=False) if not sourced]
    paragraphs = [part for part in re.split(r"\n\s*\n", text.content) if not CITED.search(part)]
    return [shown for shown in fields + paragraphs if PERCENT.search(shown)]


def _fields(value: object, *, sourced: bool) -> Iterator[tuple[str, bool]]:
    """Every text of a front matter, and whether the item it stands in has a source."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if name != "sources":
                yield from _fields(inner, sourced=sourced or "source" in value)
    elif isinstance(value, list):
        for inner in value:
            yield from _fields(inner, sourced=sourced)
    elif isinstance(value, str):
        yield value, sourced


def dollars_in_front(path: Path) -> list[str]:
    head = frontmatter.loads(path.read_text(encoding="utf-8")).metadata
    return [text for text, _ in _fields(head, sourced=False) if DOLLARS.search(text)]


def descriptors(published: Path) -> dict[str, list[str]]:
    """The AMA's texts for each code in CMS's files below `published`, read now and kept nowhere."""
    found: dict[str, list[str]] = {}
    for path in sorted([*published.glob("clfs/*.csv"), *published.glob("mpfs/*/PPRRVU*.csv")]):
        for code, texts in _described(path):
            found.setdefault(code, []).extend(texts)
    return found


def _described(path: Path) -> Iterator[tuple[str, list[str]]]:
    code_at, texts_at = -1, list[int]()
    with path.open(encoding="cp1252", errors="replace", newline="") as file:
        for row in csv.reader(file):
            names = [value.strip().upper() for value in row]
            if "HCPCS" in names and "MOD" in names:
                code_at = names.index("HCPCS")
                texts_at = [at for at, name in enumerate(names) if "DESC" in name]
            elif code_at >= 0 and len(row) > max(texts_at):
                yield row[code_at], [row[at] for at in texts_at]


def borrowed(texts: list[str], descriptor: str) -> list[str]:
    """The runs of four words that one of `texts` shares with `descriptor`."""
    runs = set(_runs(descriptor))
    return [" ".join(run) for text in texts for run in _runs(text) if run in runs]


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = folded(text).split()
    yield from zip(*(words[at:] for at in range(RUN)), strict=False)


def folded(text: str) -> str:
    """Lower case, and a space for everything that is no letter or digit."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def whole_descriptors(texts_of: Mapping[str, list[str]]) -> frozenset[str]:
    """The AMA's texts of two words or more for all codes, folded: a single word is nobody's."""
    theirs = (folded(text) for code, texts in texts_of.items() if code[0].isdigit() for text in texts)
    return frozenset(text for text in theirs if " " in text)


def taken(code: str, text: str, texts_of: Mapping[str, list[str]], whole: AbstractSet[str]) -> set[str]:
    """What `text` on `code` has of the AMA's.

    That is: a clause that is the text of any code, a whole text of this code, or a run of four of its words.
    """
    own = texts_of.get(code, []) if code[0].isdigit() else []
    clauses = {folded(text), *(folded(clause) for clause in CLAUSE_END.split(text))}
    inside = {folded(descriptor) for descriptor in own if f" {folded(descriptor)} " in f" {folded(text)} "}
    runs = {run for descriptor in own for run in borrowed([text], descriptor)}
    return (clauses | inside) & whole | runs


def short_texts(
    entries: Iterable[Entry], guides: Iterable[Guide], names: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """What stands for a code in lists and headings: where it stands, the code it is on, and its words."""
    for code, name in names.items():
        yield f"{code}, name", code, name
    for entry in entries:
        yield f"{entry.code}, summary", entry.code, entry.summary
        for relation in entry.related:
            yield f"{entry.code}, related {relation.code}", relation.code, relation.why
    for guide in guides:
        for code in guide.codes:
            yield f"{guide.slug}, slug", code, guide.slug.replace("-", " ")
            yield f"{guide.slug}, title", code, guide.title
            yield f"{guide.slug}, summary", code, guide.summary


def borrowed_from(path: Path, codes: tuple[str, ...], texts_of: Mapping[str, list[str]]) -> list[str]:
    """What the file shares with the AMA's texts for `codes`. HCPCS Level II, whose texts are CMS's, is left out."""
    text = frontmatter.loads(path.read_text(encoding="utf-8"))
    own = [shown for shown, _ in _fields(text.metadata, sourced=False)] + re.split(r"\n\s*\n", text.content)
    theirs = [descriptor for code in codes if code[0].isdigit() for descriptor in texts_of.get(code, [])]
    return [run for descriptor in theirs for run in borrowed(own, descriptor)]


def published_lists(published: Path) -> dict[str, frozenset[str]]:
    """What really exists, by kind: places of service, taxonomies, modifiers, and diagnoses without their dot."""
    folder = published / "codes"
    diagnoses = next(folder.glob("icd10cm*.txt")).read_text(encoding="cp1252").split()
    return {
        "place": _first_column(folder / "northstar_pos_codes.csv"),
        "taxonomy": _first_column(next(folder.glob("nucc_taxonomy*.csv"))),
        "modifier": _first_column(folder / "northstar_modifiers.csv"),
        "diagnosis": frozenset(diagnoses),
    }


def _first_column(path: Path) -> frozenset[str]:
    with path.open(encoding="cp1252", errors="replace", newline="") as file:
        return frozenset(row[0] for row in csv.reader(file) if row)


def invented(entry: Entry, lists: Mapping[str, AbstractSet[str]]) -> list[str]:
    """Places, taxonomies, modifiers and diagnoses of `entry` that no published list has."""
    ends = [end for diagnosis in entry.diagnoses for end in diagnosis.family.replace(".", "").split("-")]
    named = {
        "place": [site.place for site in entry.sites],
        "taxonomy": [provider.taxonomy for provider in entry.providers],
        "modifier": [use.modifier for use in entry.modifiers],
        "diagnosis": ends,
    }
    return [f"{kind} {value}" for kind, values in named.items() for value in values if value not in lists[kind]]


def guide_strangers(guide: Guide, known: AbstractSet[str]) -> list[str]:
    return [code for code in guide.codes if code not in known]
