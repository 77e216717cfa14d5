package org.loligo.codegen.emit;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.loligo.codegen.Block;
import org.loligo.codegen.Delivery;
import org.loligo.codegen.Feed;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.Sum;
import org.loligo.codegen.Tally;
import org.loligo.codegen.feed.Delays;
import org.loligo.codegen.feed.Ticks;
import org.loligo.model.Precision;
import org.loligo.model.Storage;
import org.loligo.model.Synapses;
import org.loligo.model.TimeGrid;
import org.loligo.model.Values;

/**
 * Where everything stands that kernels use, and the C that gets at it: what the code of elements asks. Arrays lie one after the other in a
 * few {@link Arena}s, and have their places from the first time something asks for them; what depends on the step stands in the tables of
 * {@link StepInputs}; what the elements of a resident network show each other is in shared memory.
 */
final class Placement {
    private final StepProgram program;
    private final Precision precision;
    private final Dialect dialect;
    private final Schedule schedule;
    private final List<Recorded> recorded;
    private final List<Tally> tallies;
    private final Shown shown;
    private final StepInputs inputs;
    private final Map<Content.Memory, Delays> delays = new LinkedHashMap<>();
    private final Arena<Content.Real> state = new Arena<>();
    private final Arena<Content.Constant> constants = new Arena<>();
    private final Arena<Content.Indices> indices = new Arena<>();
    private final Arena<Content.Count> memory = new Arena<>();
    private final Map<String, String> shared = new LinkedHashMap<>();
    private final Map<Integer, int[]> places = new HashMap<>();
    private final SourceText declarations = new SourceText();
    private final int[] firing;
    private int firingCount;
    private long sharedBytes;

    Placement(StepProgram program, Precision precision, Dialect dialect, Schedule schedule, List<Recorded> recorded,
            List<Tally> tallies) {
        this.program = program;
        this.precision = precision;
        this.dialect = dialect;
        this.schedule = schedule;
        this.recorded = List.copyOf(recorded);
        this.tallies = List.copyOf(tallies);
        shown = Shown.in(program);
        Ticks ticks = new Ticks(program.time(), program.tableau());
        firing = new int[program.blocks().size()];
        for (int b = 0; b < firing.length; b++) {
            Block block = program.blocks().get(b);
            for (int s = 0; s < block.states().size(); s++) {
                state.place(new Content.State(b, s), 0, block.count());
            }
            firing[b] = block.firing().isPresent() ? firingCount : -1;
            firingCount += block.firing().isPresent() ? block.count() : 0;
            delays(b, ticks);
        }
        for (int b = 0; b < firing.length; b++) {
            if (firing[b] >= 0) {
                memory.place(new Content.LastSpike(b), 0, program.blocks().get(b).count());
            }
        }
        placeTallies();
        delays.keySet().forEach(v -> memory.place(v, 0, program.blocks().get(v.block()).count()));
        int first = 2 + recorded.size();
        int told = placeDelays(placeSynapses(first));
        inputs = new StepInputs(program, recorded.size(), told - first, tallies.size(), List.copyOf(delays.values()), ticks);
    }

    /** The registers of tallies follow the states and the last spikes: what comes first is what the host gets after each stretch. */
    private void placeTallies() {
        for (int t = 0; t < tallies.size(); t++) {
            int tally = t;
            int count = program.blocks().get(tallies.get(t).block()).count();
            tallies.get(t).registers().forEach(r -> {
                if (r.isInteger()) {
                    memory.place(counted(tally, r), 0, count);
                } else {
                    state.place(new Content.Tallied(tally, r), 0, count);
                }
            });
        }
    }

    private Content.Counted counted(int tally, Tally.Register register) {
        return new Content.Counted(tallies.get(tally).block(), tally, register);
    }

    /** The bytes that a resident program shares in a work-group, without emitting it. */
    static long sharedBytes(StepProgram program, Precision precision) {
        long bytes = 0;
        Shown shown = Shown.in(program);
        for (Block b : program.blocks()) {
            long buffers = b.isSynapses() ? 1 : 2;
            bytes += buffers * shown.of(b).results().size() * b.count() * precision.bytes();
            bytes += delivers(program, b.name()) ? 2L * b.count() : 0;
        }
        return bytes;
    }

    private void delays(int b, Ticks ticks) {
        Block block = program.blocks().get(b);
        if (block.firing().isEmpty()) {
            return;
        }
        if (block.firing().get().level()) {
            delays.put(new Content.MayFire(b), Delays.refractory(block, program.instances(), ticks));
        }
        int window = 0;
        for (Feed feed : block.feeds()) {
            if (feed instanceof Feed.Window w) {
                delays.put(new Content.Opens(b, window), Delays.window(Delays.What.OPENS, w, block.count(), program.instances(), ticks));
                delays.put(new Content.Closes(b, window), Delays.window(Delays.What.CLOSES, w, block.count(), program.instances(), ticks));
                window++;
            }
        }
    }

    /** Places what has an entry for each synapse, so that other synapses need no other source. Returns what entry comes next. */
    private int placeSynapses(int first) {
        int told = first;
        for (Sum sum : program.sums()) {
            if (sum instanceof Sum.Weighted w && w.storage() != Storage.DENSE) {
                told = placeSynapses(w.synapses(), w.weight(), told);
            }
        }
        for (Delivery d : program.deliveries()) {
            told = placeSynapses(d.synapses(), d.amount(), told);
        }
        return told;
    }

    private int placeSynapses(Synapses synapses, Values values, int first) {
        int told = first;
        if (!indices.slots().containsKey(new Content.Indices(synapses.pre()))) {
            indices.placeLast(new Content.Indices(synapses.pre()), synapses.size(), 0, told++);
        }
        if (values.byElement() && !constants.slots().containsKey(new Content.Numbers(values))) {
            constants.placeLast(new Content.Numbers(values), values.byInstance() ? 0 : synapses.size(),
                    values.byInstance() ? synapses.size() : 0, told++);
        }
        return told;
    }

    /**
     * Places the delays after a spike, if they are the same after each step. Other delays may be of more classes, and need no other source.
     */
    private int placeDelays(int first) {
        int told = first;
        for (Delays d : program.time() instanceof TimeGrid.Uniform ? delays.values() : List.<Delays>of()) {
            if (d.classOf() == null) {
                memory.place(new Content.DelayTable(d), 1, 0);
            } else {
                memory.placeLast(new Content.DelayTable(d), d.classes(), 0, told++);
            }
        }
        return told;
    }

    /** The finished program, once all code has asked for what it uses. */
    DeviceProgram finished(String source, int groupSize, List<DeviceProgram.Kernel> first, List<DeviceProgram.Kernel> steps) {
        return new DeviceProgram(source, schedule, groupSize, first, steps, recorded, tallies, inputs, state, constants, indices, memory,
                firing, firingCount, sharedBytes);
    }

    /** The declarations of what a work-group shares, as far as code has asked for it. */
    SourceText declarations() {
        return declarations;
    }

    // --- what the code of elements asks ------------------------------------------------------------------------------

    StepProgram program() {
        return program;
    }

    Shown shown() {
        return shown;
    }

    Dialect dialect() {
        return dialect;
    }

    StepInputs inputs() {
        return inputs;
    }

    List<Recorded> recorded() {
        return recorded;
    }

    List<Tally> tallies() {
        return tallies;
    }

    /** Whether this step is the first of the window of a tally. */
    String begins(int tally) {
        return "k == plan[" + inputs.window(tally) + "]";
    }

    /** Whether this step is in the window of a tally. */
    String covers(int tally) {
        return "k >= plan[" + inputs.window(tally) + "] && k < plan[" + (inputs.window(tally) + 1) + "]";
    }

    /** A register of a tally of spikes: there are few spikes, so it is used where it stands. */
    String counter(int tally, Tally.Register register) {
        return "memory[" + memory.slots().get(counted(tally, register)).element("at") + "]";
    }

    CExpression expression(UnaryOperator<String> nameOf) {
        return new CExpression(precision, dialect, nameOf);
    }

    /** The name of a coefficient of the tableau times the length of the step. */
    static String coefficient(int index) {
        return "h" + index;
    }

    /** Where the number of {@link #coefficient} stands. */
    String coefficientEntry(int index) {
        String at = inputs.isUniform() ? Integer.toString(index)
                : row(inputs.inputHead() + inputs.inputRow() - inputs.coefficients().length + index, inputs.inputRow(), false);
        return "input[" + at + "]";
    }

    /** Where a variable lives in global memory. */
    String home(BlockCode of, Content variable) {
        int count = of.block().count();
        return switch (variable) {
            case Content.Real r -> "state[" + state.place(r, 0, count).element("at") + "]";
            case Content.Memory r -> "memory[" + memory.place(r, 0, count).element("at") + "]";
            default -> throw new IllegalStateException();
        };
    }

    /** A number of each element; {@code element} is its index. */
    String number(Values values, String element) {
        int instances = program.instances();
        int columns = values.byElement() ? values.count() : 1;
        Slot slot = constants.place(new Content.Numbers(values), values.byInstance() ? 0 : columns, values.byInstance() ? columns : 0);
        if (values.byInstance() && values.data().length != (long) instances * columns) {
            throw new IllegalStateException(values.data().length + " values for " + instances + " instances of " + columns);
        }
        String row = values.byInstance() ? columns == 1 ? "instance" : "instance * " + columns : "";
        String column = values.byElement() ? element : row.isEmpty() ? "0" : "";
        return "constants[" + slot.element(row + (row.isEmpty() || column.isEmpty() ? "" : " + ") + column) + "]";
    }

    /** A pointer to the matrix of weights of this instance. */
    String matrix(Sum.Weighted sum) {
        long size = Math.multiplyExact((long) sum.synapses().preCount(), sum.synapses().postCount());
        boolean byInstance = sum.weight().byInstance();
        Slot slot = constants.place(new Content.Matrix(sum), byInstance ? 0 : size, byInstance ? size : 0);
        return "constants + " + slot.element(byInstance ? "(i64)instance * " + size : "0");
    }

    /** An entry of an array of indices. */
    String index(int[] values, String at) {
        return "indices[" + indices.place(new Content.Indices(values), values.length, 0).element(at) + "]";
    }

    /** An entry of the row of {@code plan} for this step or the next. */
    String plan(int entry, boolean ahead) {
        return "plan[" + row(inputs.planHead() + entry, inputs.planRow(), ahead) + "]";
    }

    String timeOfStage(int stage, boolean ahead) {
        return "input[" + row(inputs.inputHead() + stage, inputs.inputRow(), ahead) + "]";
    }

    private static String row(int start, int length, boolean ahead) {
        String step = ahead ? length == 1 ? "k + 1" : "(k + 1)" : "k";
        String rows = length == 0 ? "" : (length == 1 ? "" : length + " * ") + step;
        return start == 0 && !rows.isEmpty() ? rows : start + (rows.isEmpty() ? "" : " + " + rows);
    }

    /** The tick at which this step begins. */
    String tickOfStep() {
        int ticks = program.tableau().ticks();
        return ticks == 1 ? "plan[0] + k" : "(plan[0] + k) * " + ticks;
    }

    String tick(int stage, boolean ahead) {
        int ticks = program.tableau().ticks();
        int part = program.tableau().tick(stage) + (ahead ? ticks : 0);
        return tickOfStep() + (part == 0 ? "" : " + " + part);
    }

    /** What is added to the step or tick of a spike to get a variable of the memory of spikes. */
    String delay(Content.Memory variable) {
        Delays d = delays.get(variable);
        String of = "0";
        if (d.classOf() != null) {
            int count = program.blocks().get(variable.block()).count();
            Slot slot = indices.place(new Content.Indices(d.classOf()), d.byInstance() ? 0 : count, d.byInstance() ? count : 0);
            of = "indices[" + slot.element(d.byInstance() ? "at" : "e") + "]";
        }
        int table = inputs.tables().indexOf(d);
        if (table < 0) {
            return "memory[" + memory.slots().get(new Content.DelayTable(d)).element(of) + "]";
        }
        String entry = plan(inputs.table(table), false);
        return d.classOf() == null ? entry : "plan[" + entry + " + " + of + "]";
    }

    /** For each element of a block, where it stands in a sample of what is recorded, or −1. */
    int[] places(int series) {
        return places.computeIfAbsent(series, _ -> {
            Recorded r = recorded.get(series);
            int[] at = new int[program.blocks().get(r.block()).count()];
            Arrays.fill(at, -1);
            for (int j = 0; j < r.elements().length; j++) {
                at[r.elements()[j]] = j;
            }
            return at;
        });
    }

    String exported(String block, String export, int stage, String element) {
        return exported(block, export, stage, element, false);
    }

    /**
     * What an element of a block shows. There are two buffers for what neurons show, which change with every stage: while some elements
     * read those of one stage, others have moved on and write those of the next.
     */
    String exported(String block, String export, int stage, String element, boolean ahead) {
        Block source = program.block(block);
        int stages = program.tableau().stages();
        String buffer = source.isSynapses() || stages % 2 == 0 && stage % 2 == 0 ? ""
                : (stages % 2 == 0 ? "" : turn(stage + (ahead ? 1 : 0)) + " * ") + source.count();
        String name = block + "." + export;
        if (schedule == Schedule.RESIDENT) {
            return shared("real", name, (source.isSynapses() ? 1L : 2L) * source.count(), precision.bytes()) + "["
                    + (buffer.isEmpty() ? "" : buffer + " + ") + element + "]";
        }
        Slot slot = state.place(new Content.Scratch("shown " + name), 0, (source.isSynapses() ? 1L : 2L) * source.count());
        return "state[" + slot.element((buffer.isEmpty() ? "" : buffer + " * instances + ") + "instance * " + source.count() + " + "
                + element) + "]";
    }

    /** 0 or 1, by turns. */
    private static String turn(int ahead) {
        return ahead == 0 ? "(k & 1)" : "((k + " + ahead + ") & 1)";
    }

    private String shared(String type, String name, long length, int bytes) {
        return shared.computeIfAbsent(name, n -> {
            String id = "shared_" + Identifiers.plain(n);
            while (shared.containsValue(id)) {
                id += "_";
            }
            declarations.line(dialect.shared() + type + " " + id + "[" + Math.max(1, length) + "];");
            sharedBytes += length * bytes;
            return id;
        });
    }

    /** Whether someone looks at the spikes of a block; a projection may have no synapses. */
    private static boolean delivers(StepProgram program, String block) {
        return program.deliveries().stream().anyMatch(d -> d.source().equals(block) && program.block(d.block()).count() > 0);
    }

    private boolean delivers(String block) {
        return delivers(program, block);
    }

    /** Writes down whether an element fired. */
    void fired(SourceText text, BlockCode of) {
        // a word holds 32 steps; its first step wipes out what was there
        text.open("if (fired || (k & 31) == 0)");
        text.line("const i64 word = " + spikes(of.index()) + "at;");
        text.line("spikes[word] = ((k & 31) == 0 ? 0 : spikes[word]) | (u32)fired << (k & 31);");
        text.close();
        if (schedule == Schedule.RESIDENT && delivers(of.block().name())) {
            text.line(flags(of.block()) + "[(k & 1) * " + of.block().count() + " + e] = fired;");
        }
    }

    private String spikes(int b) {
        return "(k >> 5) * " + (firingCount == 1 ? "instances + " : "(" + firingCount + " * instances) + ")
                + (firing[b] == 0 ? "" : firing[b] == 1 ? "instances + " : firing[b] + " * instances + ");
    }

    /** Flags change places with every step: some may still read those of the last when others write those of this one. */
    private String flags(Block block) {
        return shared("char", block.name() + " fired", 2L * block.count(), 1);
    }

    /** Whether an element of a block fired in this step. */
    String hasFired(String source, String element) {
        Block block = program.block(source);
        if (schedule == Schedule.RESIDENT) {
            return flags(block) + "[(k & 1) * " + block.count() + " + " + element + "]";
        }
        return "spikes[" + spikes(program.blockIndex(source)) + "instance * " + block.count() + " + " + element + "] >> (k & 31) & 1";
    }
}
