"""What is known of a denial: its reason, what got such claims paid, what tables say, what is written. Plain values."""

import datetime
from typing import Final, Literal, NamedTuple

from medpay.appeal.paper import Item
from medpay.citing import Citation

MEDICARE: Final = "medicare_contractor"
NOT_NAMED: Final = "not named"  # in the names of those that stand for several: "Medicare (contractor not named)"


class Payer(NamedTuple):
    slug: str
    name: str
    kind: str

    @property
    def is_medicare(self) -> bool:
        return self.kind == MEDICARE

    @property
    def addressee(self) -> str:
        """Its name, where it is somebody to whom a letter can go; else ""."""
        return self.name if self.kind and NOT_NAMED not in self.name else ""


class Denial(NamedTuple):
    """What is asked about. `group` "": not said; `other`: the code it was denied beside, "" if not said."""

    code: str
    group: str
    carc: str
    payer: Payer | None = None
    other: str = ""

    @property
    def key(self) -> str:
        return f"{self.group}-{self.carc}" if self.group else self.carc


class Described(NamedTuple):
    """A reason in medpay's own words. `route` "": no usual one is known."""

    paraphrase: str
    first_check: str
    causes: tuple[str, ...]
    fix: str
    route: str
    source: Citation


class Share(NamedTuple):
    """`words`: “3 of 5”, or percent with their interval where there are enough. `paid`: in full."""

    label: str
    words: str
    paid: int


class Published(NamedTuple):
    """Figures that everybody may see. `about`: of which reports; `decided` "": no outcome is published."""

    about: str
    of_reason: bool  # of the reports with the reason alone
    decided: str
    routes: tuple[Share, ...]
    tactics: tuple[Share, ...]
    modifiers: tuple[Share, ...]
    source: Citation


class Pair(NamedTuple):
    """What a table of NCCI says of two codes. `asked`: the reader named the other; else reports did."""

    other: str
    asked: bool
    setting: str
    answer: Literal["edit", "no_edit", "no_table"]
    denied: str  # which of the two, "" where no edit applies
    indicator: str
    words: str
    source: Citation | None


class Units(NamedTuple):
    """The most units in a setting. `units` None: `words` say why there is no figure."""

    setting: str
    units: int | None
    mai: str
    words: str
    source: Citation | None


class Written(NamedTuple):
    """What our handbook holds of the code, each with its source. `rules`: the payer's own."""

    tips: tuple[Item, ...] = ()
    coverage: tuple[Item, ...] = ()
    rules: tuple[Item, ...] = ()


class Facts(NamedTuple):
    denial: Denial
    described: Described | None
    published: Published | None
    pairs: tuple[Pair, ...]
    units: tuple[Units, ...]
    written: Written
    bundling: Citation  # where any pair can be asked about
    address: str
    made: datetime.date
