"""Published dose cut-offs by product, entity and endpoint; none is a consensus for neuroendocrine metastases."""

from dataclasses import dataclass
from typing import Any, Literal

from seldinger.cite import Citation, Threshold, cite, threshold
from seldinger.dosimetry.basis import cited, product_id
from seldinger.terms import Status

NO_CONSENSUS = (
    "There is no consensus dose target for neuroendocrine liver metastases. What follows are cut-offs of single "
    "publications; gray of glass and of resin do not stand for each other."
)
Entity = Literal["neuroendocrine", "HCC, colorectal, cholangiocarcinoma", "any", "mixed"]


@dataclass(frozen=True, kw_only=True, slots=True)
class CutOff:
    """One published figure and what it speaks of."""

    product: str  # "glass", "resin", or "any" where the series mixed them
    entity: Entity
    endpoint: str
    source: Threshold

    def as_json(self) -> dict[str, Any]:
        """Return the figure as report.json holds it."""
        return {
            "product": self.product,
            "entity": self.entity,
            "endpoint": self.endpoint,
            "gy": self.source.value,
            "says": self.source.says,
            "status": str(self.source.status),
            "cites": cited(self.source.cites),
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class CutOffs:
    """The answer to "which dose should the tumour get": never a number, always a list."""

    answer: str
    published: tuple[CutOff, ...]
    elsewhere: tuple[CutOff, ...]  # other entities: printed so that nobody takes them for these tumours
    unread: tuple[Citation, ...]  # dose-response series in these tumours whose figures nobody here has read

    def as_json(self) -> dict[str, Any]:
        """Return the answer as report.json holds it."""
        return {
            "answer": self.answer,
            "published": [each.as_json() for each in self.published],
            "elsewhere": [each.as_json() for each in self.elsewhere],
            "unread": [each.as_json() for each in self.unread],
        }


_PUBLISHED: tuple[tuple[str, Entity, str, str], ...] = (
    ("resin", "any", "normal liver, upper limit", "y90.resin_any_normal_liver_max"),
    ("resin", "neuroendocrine", "tumour response", "y90.resin_net_tumour_response"),
    ("any", "neuroendocrine", "normal liver, unharmed patients", "y90.any_net_normal_liver_unharmed"),
    ("any", "neuroendocrine", "normal liver, harmed patients", "y90.any_net_normal_liver_harmed"),
    ("resin", "HCC, colorectal, cholangiocarcinoma", "tumour, lower aim", "y90.resin_other_tumour_min"),
    ("any", "mixed", "tumour, complete response", "y90.any_mixed_tumour_complete"),
    ("any", "mixed", "tumour, partial response or better", "y90.any_mixed_tumour_partial"),
)
_UNREAD = (cite("glass-nen2024", at="dose-response, 43 patients", status=Status.UNVERIFIED),)


def cut_offs(product: str) -> CutOffs:
    """Return what is in print for neuroendocrine metastases with this product, and apart from it the rest.

    >>> cut_offs("glass").answer.startswith("There is no consensus dose target")
    True
    """
    wanted = {product_id(product), "any"}
    found = tuple(
        CutOff(product=whose, entity=entity, endpoint=endpoint, source=threshold(name))
        for whose, entity, endpoint, name in _PUBLISHED
        if whose in wanted
    )
    own = tuple(each for each in found if each.entity in ("neuroendocrine", "any"))
    others = tuple(each for each in found if each not in own)
    unread = _UNREAD if product == "glass" else ()
    return CutOffs(answer=NO_CONSENSUS, published=own, elsewhere=others, unread=unread)
