#!/usr/bin/env python3
"""A workload in NumPy, JAX or diffrax, as org.loligo.jmh.Peer starts it:

    peer.py numpy|jax|diffrax WORKLOAD PRECISION FOLDER CELLS STEPS

It reads FOLDER/initial.f64 and parameter.f64, takes the steps once, writes FOLDER/NAME.f64, says "ready"; then for each number on standard
input it takes the steps so many times and prints how many seconds that took.
"""
import os
import sys
import time
from functools import partial
from pathlib import Path

os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")

import numpy as np

import equations


def with_numpy(derivatives, steps):
    def take(y, parameter):
        for _ in range(steps):
            y = equations.rk4(derivatives, y, parameter, np)
        return y

    return np.asarray, take, lambda y: y


def with_jax(derivatives, steps):
    import jax
    import jax.numpy as jnp

    @partial(jax.jit, donate_argnums=0)
    def take(y, parameter):
        return jax.lax.fori_loop(0, steps, lambda _, now: equations.rk4(derivatives, now, parameter, jnp), y)

    return jnp.asarray, take, jax.block_until_ready


def with_diffrax(derivatives, steps):
    """diffrax has no RK4: Tsit5 with the same fixed steps, six evaluations each instead of four."""
    import diffrax
    import jax
    import jax.numpy as jnp

    term = diffrax.ODETerm(lambda t, y, parameter: derivatives(y, parameter, jnp))

    @jax.jit
    def take(y, parameter):
        solution = diffrax.diffeqsolve(term, diffrax.Tsit5(), t0=0.0, t1=steps * equations.STEP, dt0=equations.STEP, y0=y, args=parameter,
                                       stepsize_controller=diffrax.ConstantStepSize(), saveat=diffrax.SaveAt(t1=True),
                                       max_steps=None, adjoint=diffrax.ForwardMode() if hasattr(diffrax, "ForwardMode")
                                       else diffrax.DirectAdjoint())
        return solution.ys[0]

    return jnp.asarray, take, jax.block_until_ready


def main(library, workload, precision, folder, cells, steps):
    if library != "numpy":
        import jax
        jax.config.update("jax_enable_x64", precision == "float64")
    derivatives, states = equations.WORKLOADS[workload]
    array, take, wait = {"numpy": with_numpy, "jax": with_jax, "diffrax": with_diffrax}[library](derivatives, int(steps))
    folder = Path(folder)
    y = array(np.fromfile(folder / "initial.f64", "<f8").reshape(states, int(cells)).astype(precision))
    parameter = array(np.fromfile(folder / "parameter.f64", "<f8").astype(precision))
    y = wait(take(y, parameter))
    if np.asarray(y).dtype != np.dtype(precision):
        sys.exit(f"computed in {np.asarray(y).dtype}, expected {precision}")
    np.asarray(y).astype("<f8").tofile(folder / f"{library}.f64")
    print("ready", flush=True)
    for line in sys.stdin:
        start = time.perf_counter()
        for _ in range(int(line)):
            y = take(y, parameter)
        wait(y)
        print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
