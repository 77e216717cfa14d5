package org.loligo.conformance;

import java.util.List;
import org.loligo.codegen.StepCompiler;
import org.loligo.codegen.StepProgram;
import org.loligo.model.Network;
import org.loligo.model.Projection;
import org.loligo.model.Storage;
import org.loligo.runtime.Experiment;

/**
 * A network to try, and how.
 *
 * @param experiment what is simulated and recorded
 * @param passes     the compiler passes to run: any choice of them must be right
 */
public record RandomNetwork(Experiment experiment, List<String> passes) {
    /** Keeps a copy. */
    public RandomNetwork {
        passes = List.copyOf(passes);
    }

    /** Where to begin: in runs of an age, in the middle, where neither steps nor their parts can be counted in 32 bits. */
    public long firstStep() {
        long steps = experiment.time().steps();
        return steps > Integer.MAX_VALUE ? steps / 2 : 0;
    }

    /** The program as it is written, for the oracle, which keeps every synapse by itself and so knows no matrices. */
    StepProgram written() {
        Network given = experiment.network();
        List<Projection> projections = given.projections().stream().map(p -> p.storage() == Storage.DENSE ? stored(p, Storage.AUTO) : p)
                .toList();
        return compile(experiment, new Network(given.populations(), projections, given.stimuli()), StepCompiler.oraclePasses());
    }

    static StepProgram compile(Experiment e, Network network, List<String> passes) {
        return StepCompiler.compile(network, e.time(), e.integrator(), e.instances(), e.seed(), e.precision(), passes).program();
    }

    static Projection stored(Projection p, Storage storage) {
        return new Projection(p.name(), p.from(), p.to(), p.model(), p.connectivity(), storage, p.parameters(), p.initial(), p.weight());
    }
}
