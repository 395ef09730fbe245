"""The quick estimators for one set equal the general ones, and do not depend on how far Newton has to go."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from seldinger.stats import tau2 as general
from seldinger.stats.single import spread

EFFECTS = st.lists(st.tuples(st.floats(-5, 5), st.floats(1e-3, 10)), min_size=2, max_size=15)


@pytest.mark.parametrize("method", general.ESTIMATORS)
@given(EFFECTS)
@example([(0.0, 1e-3), (5.0, 1e-3), (-5.0, 10.0)])
@example([(1.0, 0.5), (1.0, 0.5)])
def test_one_set_equals_the_general_estimator(method, rows):
    y, v = (np.array(column) for column in zip(*rows, strict=True))
    one, data = spread(y, v, method), general.rows(y, v)
    assert one.tau2 == pytest.approx(float(general.estimate(data, method)[0]), rel=1e-7, abs=1e-7)
    assert one.q == pytest.approx(float(general.q_at(data, np.zeros(1))[0]), rel=1e-9, abs=1e-9)
    assert one.typical == pytest.approx(float(general.typical_variance(data)[0]), rel=1e-9)
    if method != "FE":
        low, high, empty = general.q_profile(data)
        assert (one.low, one.high) == pytest.approx((low, high), rel=1e-7, abs=1e-9)
        assert one.empty == empty
    se = general.standard_error(data, np.array([one.tau2]), method)
    assert (one.se is None) == (se is None)
    if se is not None:
        assert one.se == pytest.approx(float(se[0]), rel=1e-6)
