"""The workloads of the comparison, written for any array module that looks like NumPy. Each gives the derivatives of its states, which
stand one under the other in y, from y and one parameter for each cell."""


def exprelr(x, xp):
    """x / (exp(x) - 1), which is 1 at 0."""
    near = abs(x) < 1e-4
    there = xp.where(near, 1.0, x)
    return xp.where(near, 1 - x / 2, there / (xp.exp(there) - 1))


def hodgkin_huxley(y, current, xp):
    """hodgkin-huxley as `loligo models hodgkin-huxley` prints it; time in ms."""
    v, m, h, n = y[0], y[1], y[2], y[3]
    u = v + 50
    phi = 3.0 ** ((22 - 36) / 10)
    alpha_m = 0.32 * 4 * exprelr((13 - u) / 4, xp)
    beta_m = 0.28 * 5 * exprelr((u - 40) / 5, xp)
    alpha_h = 0.128 * xp.exp((17 - u) / 18)
    beta_h = 4 / (xp.exp((40 - u) / 5) + 1)
    alpha_n = 0.02 * 5 * exprelr((15 - u) / 5, xp)
    beta_n = 0.5 * xp.exp((10 - u) / 40)
    i_na = 100 * m * m * m * h * (v - 50)
    i_k = 10 * (n * n) * (n * n) * (v + 95)
    i_l = 0.15 * (v + 55)
    return xp.stack([current - i_na - i_k - i_l, phi * (alpha_m * (1 - m) - beta_m * m), phi * (alpha_h * (1 - h) - beta_h * h),
                     phi * (alpha_n * (1 - n) - beta_n * n)])


def lorenz(y, rho, xp):
    """The system of Lorenz."""
    x, v, z = y[0], y[1], y[2]
    return xp.stack([10 * (v - x), x * (rho - z) - v, x * v - 8.0 / 3.0 * z])


WORKLOADS = {"uncoupled-cells": (hodgkin_huxley, 4), "lorenz": (lorenz, 3)}
STEP = 0.01


def rk4(derivatives, y, parameter, xp):
    """One step of the classical method of Runge and Kutta."""
    k1 = derivatives(y, parameter, xp)
    k2 = derivatives(y + STEP / 2 * k1, parameter, xp)
    k3 = derivatives(y + STEP / 2 * k2, parameter, xp)
    k4 = derivatives(y + STEP * k3, parameter, xp)
    return y + STEP / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
