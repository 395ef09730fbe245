"""What the targets of each criterion say: the sum, and what each criterion looks at beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seldinger.cite import threshold
from seldinger.followup.criteria import (
    CHOI_ATTENUATION_FALL,
    CR,
    LIMITS,
    MEASURE,
    MR,
    PD,
    PR,
    SD,
    WHOLE,
    Criterion,
)
from seldinger.followup.lesions import HUNDREDTHS
from seldinger.followup.sums import came_back, largest, size_bits

if TYPE_CHECKING:
    from seldinger.followup.lesions import Floats, Grid
    from seldinger.followup.roles import Roles
    from seldinger.followup.sums import Sums


def target_bits(table: Grid, criterion: Criterion, part: Roles, found: Sums) -> Floats:
    """Return the categories still possible by the targets alone, as bits per scan."""
    import numpy as np

    values, minor = part.values, None
    if criterion is Criterion.REVIEW:
        minor = largest(found.baseline, round(threshold("response.minor_response_fall").value * WHOLE))
    bits = size_bits(found, minor_most=minor)
    if criterion in (Criterion.WHO, Criterion.REVIEW):
        normal = part.gone & ~np.isnan(values)
        bits = _any_lesion_grown(bits, values, normal, LIMITS[criterion].rise)
    if not MEASURE[criterion].viable and len(bits) > 1:
        bits = _told(bits, values, table.change[:, part.followed])
    if criterion is Criterion.EASL:
        back = (values > 0) & np.logical_or.accumulate(values == 0, axis=0)
        bits = np.where(back.any(axis=1), PD, bits)
    if criterion is Criterion.RECIST:
        # Less than 5 mm after nothing was left: readers commonly call it progression, the limits alone do not (unverified).
        bits = np.where(came_back(found), bits | PD, bits)
    if criterion is Criterion.CHOI:
        bits = _choi(bits, table.attenuation[:, part.followed], gone=values == 0)
    return bits


def _told(bits: Floats, values: Floats, change: Floats) -> Floats:
    """What a reader said without measuring counts at the first scan, where it can only refer to the baseline."""
    import numpy as np

    unmeasured = np.isnan(values[1])
    if not (unmeasured & np.isfinite(change[1])).any():
        return bits
    bits = bits.copy()
    if np.where(unmeasured, change[1] < 0, values[1] <= values[0]).all():
        bits[1] &= ~PD
    if np.where(unmeasured, change[1] > 0, values[1] >= values[0]).all():
        bits[1] &= ~(CR | PR | MR)
    return bits


def _any_lesion_grown(bits: Floats, values: Floats, normal: Floats, rise: int) -> Floats:
    """By WHO one grown lesion is progression, whatever the sum does; a node of normal size is no lesion."""
    import numpy as np

    if not values.size:
        return bits
    before = np.vstack([values[:1], np.fmin.accumulate(values, axis=0)[:-1]])
    grown = ((values * WHOLE > before * (WHOLE + rise)) & ~normal).any(axis=1)
    return np.where(grown, PD, np.where(np.isnan(values).any(axis=1), bits | PD, bits))


def _choi(bits: Floats, attenuation: Floats, gone: Floats) -> Floats:
    """A clear fall in attenuation makes any size a partial response; a lesion that is gone counts as 0 HU."""
    import numpy as np

    density = np.where(gone, 0.0, np.rint(attenuation * HUNDREDTHS)).sum(axis=1)
    unknown = ~np.isfinite(density) | ~(density[:1] > 0)
    fallen = density * WHOLE <= density[:1] * round((1 - CHOI_ATTENUATION_FALL) * WHOLE)
    can_yes, can_no = unknown | fallen, unknown | ~fallen
    left = (bits & ~CR) != 0
    partial = ((bits & PR) != 0) | (left & can_yes)
    return np.asarray((bits & CR) | np.where(partial, PR, 0) | np.where(can_no, bits & (SD | PD), 0))
