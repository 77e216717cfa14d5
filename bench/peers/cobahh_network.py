#!/usr/bin/env python3
"""Writes the network and start of examples/cobahh-given.yaml: 4000 cells, the first 3200 excitatory, each pair connected with
probability 0.02 (no cell to itself), and the random start of the COBAHH benchmark. NumPy only; the same files on every machine.

    python3 bench/peers/cobahh_network.py examples/data/cobahh-given
"""
import sys
from pathlib import Path

import numpy as np

CELLS, EXCITATORY, PROBABILITY = 4000, 3200, 0.02

folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
random = np.random.default_rng(2007)

connected = random.random((CELLS, CELLS)) < PROBABILITY    # [post, pre]
np.fill_diagonal(connected, False)
for name, start, stop in ("exc", 0, EXCITATORY), ("inh", EXCITATORY, CELLS):
    post, pre = np.nonzero(connected[:, start:stop])
    np.save(folder / f"{name}.pre.npy", (pre + start).astype(np.int16))
    np.save(folder / f"{name}.post.npy", post.astype(np.int16))

np.save(folder / "initial.V.npy", -65 + 5 * random.standard_normal(CELLS))                    # mV
np.save(folder / "initial.g_exc.npy", 10 * (4 + 1.5 * random.standard_normal(CELLS)))         # nS; a negative one is legal
np.save(folder / "initial.g_inh.npy", 10 * (20 + 12 * random.standard_normal(CELLS)))         # nS
