"""Quadrature written apart from the product: composite Gauss-Legendre on ±10 standard deviations, nothing adaptive.

Works on complex arguments, so that derivatives come from a complex step and are as exact as the function itself.
"""

import numpy as np
from scipy import optimize, special

PANELS, ORDER, REACH = 600, 12, 10.0
_X, _W = np.polynomial.legendre.leggauss(ORDER)
_EDGES = np.linspace(-REACH, REACH, PANELS + 1)
Z = ((_EDGES[:-1, None] + _EDGES[1:, None]) / 2 + np.diff(_EDGES)[:, None] / 2 * _X).ravel()
W = (np.diff(_EDGES)[:, None] / 2 * _W).ravel() * np.exp(-(Z**2) / 2) / np.sqrt(2 * np.pi)


def loglik(y, n, mu, tau):
    """Marginal log-likelihood of binomial counts with a normal logit."""
    total = 0.0
    for yi, ni in zip(y, n, strict=True):
        theta = mu + tau * Z
        right = theta.real > 0
        small = np.exp(np.where(right, -theta, theta))
        softplus = np.where(right, theta, 0) + np.log(1 + small)
        g = yi * theta - ni * softplus
        top = g.real.max()
        total = total + special.gammaln(ni + 1) - special.gammaln(yi + 1) - special.gammaln(ni - yi + 1)
        total = total + top + np.log((W * np.exp(g - top)).sum())
    return total


def gradient(y, n, mu, tau, h=1e-25):
    """Derivatives in mu and log tau by a complex step."""
    return np.array([np.imag(loglik(y, n, mu + 1j * h, tau)) / h, np.imag(loglik(y, n, mu, tau + 1j * h)) / h * tau])


def maximum(y, n, mu=0.0, tau=1.0):
    """Return mu and tau where the brute-force likelihood is highest (interior maximum)."""
    rough = optimize.minimize(lambda t: -loglik(y, n, t[0], np.exp(t[1])), [mu, np.log(tau)], method="Nelder-Mead")
    exact = optimize.root(lambda t: gradient(y, n, t[0], np.exp(t[1])), rough.x, tol=1e-13)
    return float(exact.x[0]), float(np.exp(exact.x[1]))
