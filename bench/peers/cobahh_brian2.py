#!/usr/bin/env python3
"""Simulates the COBAHH benchmark with Brian2 (float64, RK4, dt = 0.05 ms) from a given network and start, and writes its spikes.

    apt-get install python3-brian
    /usr/bin/python3 bench/peers/cobahh_brian2.py examples/data/cobahh-given 300 spikes.npy

The network is a folder written by cobahh_network.py. The result is float64 [spikes, 2]: time in ms (the start of the step that fired)
and cell, sorted by time, then cell. A last argument moves the start of every V by so many mV: it shows how long spikes stay the same.

Brian2 does in each step: RK4 of all states (each synaptic conductance among them); threshold on the new V; then the spikes' weights are
added to the new conductances. So a spike of step n, with the time t_n, is first felt in step n + 1: what Loligo does. A cell is not frozen
after a spike (no "unless refractory"), it only cannot fire for 3 ms = 60 steps; the comparison is made in whole steps by both.
"""
import sys
from pathlib import Path

import numpy as np
from brian2 import (NeuronGroup, Network, SpikeMonitor, Synapses, defaultclock, ms, mV, nS, pF, prefs, second)

prefs.codegen.target = "numpy"     # needs no compiler
folder, stop, out = Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3]
shift = float(sys.argv[4]) if len(sys.argv) > 4 else 0.0
defaultclock.dt = 0.05 * ms

parameters = dict(C=200 * pF, g_L=10 * nS, g_Na=20000 * nS, g_K=6000 * nS, E_L=-60 * mV, E_Na=50 * mV, E_K=-90 * mV, V_T=-63 * mV,
                  E_exc=0 * mV, E_inh=-80 * mV, tau_exc=5 * ms, tau_inh=10 * ms)
equations = """
dv/dt = (g_L*(E_L - v) - g_Na*m**3*h*(v - E_Na) - g_K*n**4*(v - E_K) - g_exc*(v - E_exc) - g_inh*(v - E_inh))/C : volt
dm/dt = alpha_m*(1 - m) - beta_m*m : 1
dh/dt = alpha_h*(1 - h) - beta_h*h : 1
dn/dt = alpha_n*(1 - n) - beta_n*n : 1
dg_exc/dt = -g_exc/tau_exc : siemens
dg_inh/dt = -g_inh/tau_inh : siemens
u = (v - V_T)/mV : 1
alpha_m = 0.32*4/exprel((13 - u)/4)/ms : Hz
beta_m = 0.28*5/exprel((u - 40)/5)/ms : Hz
alpha_h = 0.128*exp((17 - u)/18)/ms : Hz
beta_h = 4/(1 + exp((40 - u)/5))/ms : Hz
alpha_n = 0.032*5/exprel((15 - u)/5)/ms : Hz
beta_n = 0.5*exp((10 - u)/40)/ms : Hz
"""

v = np.load(folder / "initial.V.npy") + shift
cells = NeuronGroup(len(v), equations, method="rk4", threshold="v > -20*mV", refractory=3 * ms, namespace=parameters)
cells.v = v * mV
cells.g_exc = np.load(folder / "initial.g_exc.npy") * nS
cells.g_inh = np.load(folder / "initial.g_inh.npy") * nS

network = Network(cells)
for name, weight in ("exc", 6), ("inh", 67):
    synapses = Synapses(cells, cells, on_pre=f"g_{name} += {weight}*nS")
    synapses.connect(i=np.load(folder / f"{name}.pre.npy").astype(int), j=np.load(folder / f"{name}.post.npy").astype(int))
    network.add(synapses)
monitor = SpikeMonitor(cells)
network.add(monitor)
network.run(stop * ms)

# Brian2 keeps times in seconds; the step index makes them exact decimals of ms again
time = np.rint(np.asarray(monitor.t / second) / 5e-5) * 5 / 100
spikes = np.column_stack([time, np.asarray(monitor.i, float)])
spikes = spikes[np.lexsort((spikes[:, 1], spikes[:, 0]))]
np.save(out, spikes)
print(f"{len(spikes)} spikes, {len(spikes) / len(v) / stop * 1000:.2f} Hz")
