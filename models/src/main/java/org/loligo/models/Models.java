package org.loligo.models;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.loligo.model.NeuronModel;
import org.loligo.model.SynapseModel;

/** The ready-made models by the names experiments use. */
public final class Models {
    // in the order they are listed to users
    private static final List<Entry> ALL = List.of(
            new Neuron(HodgkinHuxley.MODEL),
            new Neuron(LocustAntennalLobe.PROJECTION_NEURON),
            new Neuron(LocustAntennalLobe.LOCAL_INTERNEURON),
            new Synapse(Acetylcholine.MODEL),
            new Synapse(GabaA.MODEL),
            new Neuron(TraubMiles.MODEL),
            new Synapse(ExponentialConductance.MODEL),
            new Neuron(Lorenz.MODEL),
            new Neuron(Pendulum.MODEL),
            new Neuron(Sine.MODEL));

    private Models() {}

    private sealed interface Entry {
        String name();
    }

    private record Neuron(NeuronModel model) implements Entry {
        @Override
        public String name() {
            return model.name();
        }
    }

    private record Synapse(SynapseModel model) implements Entry {
        @Override
        public String name() {
            return model.name();
        }
    }

    /** The neuron, or other system of equations, with this name; empty for an unknown name and for a synapse. */
    public static Optional<NeuronModel> neuron(String name) {
        return named(name).flatMap(e -> e instanceof Neuron n ? Stream.of(n.model()) : Stream.empty()).findFirst();
    }

    /** The synapse with this name; empty for an unknown name and for a neuron. */
    public static Optional<SynapseModel> synapse(String name) {
        return named(name).flatMap(e -> e instanceof Synapse s ? Stream.of(s.model()) : Stream.empty()).findFirst();
    }

    /** The names of all models, neurons and synapses, in the order to show them. */
    public static List<String> names() {
        return ALL.stream().map(Entry::name).toList();
    }

    private static Stream<Entry> named(String name) {
        return ALL.stream().filter(e -> e.name().equals(name));
    }
}
