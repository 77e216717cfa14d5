package org.loligo.opencl;

import org.loligo.codegen.emit.Schedule;
import org.loligo.conformance.AgainstOracle;
import org.loligo.conformance.Candidate;
import org.loligo.conformance.RandomNetworks;
import org.loligo.conformance.accelerator.Integers;
import org.loligo.runtime.Device;
import org.loligo.runtime.accelerator.Accelerator;

/** Runs small random networks on the only device there is, in one schedule; or a kernel with a race. */
final class UnderOclgrind {
    /** No multiple of anything. */
    private static final int NEURONS = 7;
    private static final int NETWORKS = 4;

    private UnderOclgrind() {}

    public static void main(String[] arguments) {
        Device device = new OpenClBackend().devices().getFirst();
        if (arguments[0].equals("race")) {
            race();
        } else {
            Schedule schedule = Schedule.named(arguments[0]).orElseThrow();
            RandomNetworks networks = RandomNetworks.of(schedule).withNeurons(NEURONS);
            for (int seed = 0; seed < NETWORKS; seed++) {
                new AgainstOracle(Candidate.of(device, schedule.toString()), networks, 7).check(seed);
            }
        }
        System.out.println("done on " + device.name() + " " + device.description());
    }

    private static void race() {
        try (Accelerator accelerator = FirstDevice.open(java.nio.file.Path.of(System.getProperty("loligo.cache")))) {
            Accelerator.Kernel kernel = accelerator.compile("""
                    __kernel void all_write_one(__global int *cell) {
                        cell[0] = get_global_id(0);
                    }
                    """).kernel("all_write_one");
            Accelerator.Memory cell = accelerator.allocate(4);
            kernel.set(0, cell);
            accelerator.launch(kernel, 2, 4);
            Integers.read(accelerator, accelerator.mark(), cell, 1);
        }
    }
}
