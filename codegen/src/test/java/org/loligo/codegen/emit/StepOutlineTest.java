package org.loligo.codegen.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.loligo.codegen.Tableau;
import org.loligo.codegen.emit.StepOutline.Action;
import org.loligo.model.Owner;

/** Steps are cut where elements need what others have computed, and nowhere else. */
class StepOutlineTest {

    /** A step as text: {@code |} is a cut, {@code ,} the end of a stretch without one. */
    private static String outline(TinyNetworks network) {
        StepOutline outline = StepOutline.of(network.program());
        return outline.stretches().stream().map(s -> (s.cut() ? "| " : "") + actions(s.actions())).collect(Collectors.joining(" "))
                + " ... " + actions(outline.tail());
    }

    private static String actions(List<Action> actions) {
        return actions.stream().map(a -> switch (a) {
            case Action.ExportNeurons(int stage) -> "neurons" + stage;
            case Action.ExportSynapses(int stage) -> "synapses" + stage;
            case Action.Tally _ -> "tally";
            case Action.Derive(int stage) -> "derive" + stage;
            case Action.Fire _ -> "fire";
            case Action.Deliver _ -> "deliver";
            case Action.Record _ -> "record";
        }).collect(Collectors.joining(" "));
    }

    @Test
    void uncoupled() {
        assertEquals("tally derive0 derive1 fire record ... record", outline(TinyNetworks.uncoupled(false).with(Tableau.MIDPOINT)));
    }

    @Test
    void neuronsThatShowSomething() {
        assertEquals("| tally derive0 neurons1 | derive1 fire record neurons0 ... record neurons0",
                outline(TinyNetworks.coupled(TinyNetworks.direct()).with(Tableau.MIDPOINT)));
        assertEquals("| tally derive0 fire record neurons0 ... record neurons0",
                outline(TinyNetworks.coupled(TinyNetworks.direct()).with(Tableau.EULER)));
    }

    @Test
    void synapsesWithABlock() {
        assertEquals("| synapses0 | tally derive0 neurons1 | synapses1 | derive1 fire record neurons0 ... record neurons0",
                outline(TinyNetworks.coupled(TinyNetworks.graded()).with(Tableau.MIDPOINT)));
    }

    @Test
    void deliveriesAlone() {
        assertEquals("tally derive0 derive1 fire | deliver record ... record",
                outline(TinyNetworks.coupled(TinyNetworks.jumping(Owner.POST)).with(Tableau.MIDPOINT)));
    }

    @Test
    void deliveriesToSynapses() {
        assertEquals("| synapses0 | tally derive0 | synapses1 | derive1 fire | deliver record ... record",
                outline(TinyNetworks.coupled(TinyNetworks.jumping(Owner.SELF)).with(Tableau.MIDPOINT)));
    }
}
