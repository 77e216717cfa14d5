package org.loligo.cuda.source;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.loligo.codegen.emit.Dialect;
import org.loligo.codegen.emit.Schedule;
import org.loligo.conformance.RandomNetwork;
import org.loligo.conformance.RandomNetworks;
import org.loligo.model.Precision;
import org.loligo.runtime.Experiment;
import org.loligo.runtime.RunOptions;
import org.loligo.runtime.Simulation;
import org.loligo.runtime.accelerator.AcceleratorDevice;
import org.loligo.runtime.accelerator.Limits;

/**
 * A source as a GPU would get it.
 *
 * @param name      what it computes
 * @param precision in which precision
 * @param schedule  how
 * @param text      the source
 */
public record CudaSource(String name, Precision precision, Schedule schedule, String text) {
    /** Like a GPU that runs sm_90, and never opened. */
    private static final AcceleratorDevice DEVICE = new AcceleratorDevice("cuda", "none", "only emits", EnumSet.allOf(Precision.class),
            Dialect.CUDA_C, new Limits(80L << 30, 80L << 30, 227 << 10, 1024, 132), () -> {
                throw new IllegalStateException("there is no GPU");
            });

    /** The source of an experiment with the device's own passes. */
    static CudaSource of(Experiment experiment, Schedule schedule) {
        return of(experiment, schedule, Optional.empty());
    }

    /** The source of an experiment in single precision, with fast math. */
    static CudaSource fast(Experiment experiment, Schedule schedule) {
        return of(experiment, schedule, new RunOptions(0, 0, Optional.of(schedule.toString()), Optional.empty()).withFastMath());
    }

    private static CudaSource of(Experiment experiment, Schedule schedule, Optional<List<String>> passes) {
        return of(experiment, schedule, new RunOptions(0, 0, Optional.of(schedule.toString()), passes));
    }

    private static CudaSource of(Experiment experiment, Schedule schedule, RunOptions options) {
        Simulation simulation = Simulation.prepare(experiment, DEVICE, options);
        return new CudaSource(experiment.name() + (options.fastMath() ? " in fast math" : ""), experiment.precision(), schedule,
                simulation.source());
    }

    /** All that the ready-made models and networks give, in each schedule they can have. */
    static Stream<CudaSource> readyMade(Precision precision) {
        return ReadyMade.all(precision).flatMap(e -> Stream.of(Schedule.values())
                .filter(s -> s != Schedule.INDEPENDENT || e.network().projections().isEmpty()).map(s -> of(e, s)));
    }

    /** All that the ready-made models give with fast math. */
    static Stream<CudaSource> readyMadeFast() {
        return ReadyMade.all(Precision.FLOAT32).map(e -> fast(e, Schedule.STAGED));
    }

    /** A random network. */
    static CudaSource random(long seed, Schedule schedule, Precision precision) {
        RandomNetworks networks = schedule == Schedule.INDEPENDENT ? RandomNetworks.UNCOUPLED : RandomNetworks.COUPLED;
        RandomNetwork network = networks.draw(seed, precision);
        return of(network.experiment(), schedule, Optional.of(network.passes()));
    }

    @Override
    public String toString() {
        return name + " " + precision + " " + schedule;
    }
}
