"""Which vial in which slot for a planned activity: off unless switched on, and not clinically validated."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from seldinger.dosimetry import Activity, Doses, NotComputable, Vial, gbq, product, slots, weekly_vials, window

LONGEST = timedelta(days=60)
OFF = {
    "status": "off",
    "says": "Vial planning is off; it is not clinically validated. `seldinger y90 vial` computes it on request.",
}


def vial_slots(
    wanted: Activity,
    name: str,
    times: Iterable[datetime],
    *,
    first: datetime,
    last: datetime,
    minus: float,
    plus: float,
    residual: float | None,
    per_gbq: Doses | None = None,
    calibrated: datetime | None = None,
) -> dict[str, Any]:
    """Return the vials and slots inside the window around an activity, nearest first, as report.json holds them.

    ``times`` are the centre's own possible moments of treatment, aware of their zone; vials are those calibrated between
    ``first`` and ``last`` by the weekly rule of the product's record, or of each size at the one moment ``calibrated`` that
    the maker has confirmed. Raises ValueError on times without a zone.
    """
    if last - first > LONGEST:
        raise ValueError(
            f"the moments lie {(last - first).days} days apart; plan one treatment, at most {LONGEST.days} days"
        )
    vials = _vials(name, first, last, calibrated)
    if isinstance(vials, NotComputable):
        return {"status": "not computable", "says": str(vials), "slots": []}
    found = slots(vials, times, window(wanted, minus=minus, plus=plus), residual=residual, per_gbq=per_gbq)
    return {
        "status": "on",
        "says": "Not clinically validated; compare with the centre's own calculation.",
        "slots": [each.as_json() for each in found],
    }


def _vials(name: str, first: datetime, last: datetime, calibrated: datetime | None) -> tuple[Vial, ...] | NotComputable:
    record = product(name)
    if calibrated is None:
        return weekly_vials(record, first=first, last=last)
    return tuple(Vial(product=record, labelled=gbq(size), calibrated=calibrated) for size in record.vial_sizes.gbq)
