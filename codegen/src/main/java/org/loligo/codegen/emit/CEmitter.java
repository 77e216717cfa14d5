package org.loligo.codegen.emit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.loligo.codegen.Block;
import org.loligo.codegen.Delivery;
import org.loligo.codegen.Feed;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.Sum;
import org.loligo.codegen.feed.Delays;
import org.loligo.codegen.feed.Ticks;
import org.loligo.model.Precision;
import org.loligo.model.Storage;
import org.loligo.model.Synapses;
import org.loligo.model.TimeGrid;
import org.loligo.model.Values;

/**
 * Emits a program as C for devices, in whichever {@link Dialect}. The schedules share the code of a step, {@link ElementCode}, and differ
 * in where variables live and in what cuts one stretch of a step from the next:
 *
 * <ul>
 * <li>{@code independent}: a work item takes an element through all steps; variables are private; there are no cuts.
 * <li>{@code resident}: a work-group takes an instance through all steps; variables are private, what elements show each other is in shared
 * memory; a cut is a barrier.
 * <li>{@code staged}: each stretch is a kernel; variables that outlive it are in global memory.
 * </ul>
 */
public final class CEmitter {
    /** Blocks of a resident network begin at multiples of this, so that the items of a warp or wavefront work on one block. */
    private static final int WARP = 32;
    private static final int ITEMS = 128;
    private static final int LINE = 120;

    private final StepProgram program;
    private final Precision precision;
    private final Dialect dialect;
    private final Schedule schedule;
    private final List<Recorded> recorded;
    private final StepOutline outline;
    private final Shown shown;
    private final StepInputs inputs;
    private final int groupSize;
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

    private CEmitter(StepProgram program, Precision precision, Dialect dialect, Schedule schedule, List<Recorded> recorded,
            int largestGroup) {
        this.program = program;
        this.precision = precision;
        this.dialect = dialect;
        this.schedule = schedule;
        this.recorded = List.copyOf(recorded);
        outline = StepOutline.of(program);
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
        delays.keySet().forEach(v -> memory.place(v, 0, program.blocks().get(v.block()).count()));
        int first = 2 + recorded.size();
        int told = placeDelays(placeSynapses(first));
        inputs = new StepInputs(program, recorded.size(), told - first, List.copyOf(delays.values()), ticks);
        groupSize = schedule == Schedule.RESIDENT ? residents(largestGroup) : Math.min(ITEMS, largestGroup);
    }

    /**
     * The source of a program.
     *
     * @param recorded     what the kernels record
     * @param largestGroup the most work items that a work-group of the device has
     * @throws IllegalArgumentException for {@link Schedule#INDEPENDENT} where elements see each other
     */
    public static DeviceProgram emit(StepProgram program, Precision precision, Dialect dialect, Schedule schedule, List<Recorded> recorded,
            int largestGroup) {
        if (schedule == Schedule.INDEPENDENT && program.isCoupled()) {
            throw new IllegalArgumentException("the program is coupled");
        }
        return new CEmitter(program, precision, dialect, schedule, recorded, largestGroup).emit();
    }

    /** The bytes that a resident program shares in a work-group, without emitting it. */
    public static long sharedBytes(StepProgram program, Precision precision) {
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

    private int residents(int largestGroup) {
        long wanted = program.blocks().stream().mapToLong(b -> padded(b.count())).sum();
        return (int) Math.max(1, Math.min(wanted, largestGroup));
    }

    private static long padded(int count) {
        return Math.ceilDiv((long) count, WARP) * WARP;
    }

    // --- what the code of elements asks ------------------------------------------------------------------------------

    StepProgram program() {
        return program;
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

    CExpression expression(UnaryOperator<String> nameOf) {
        return new CExpression(precision, dialect, nameOf);
    }

    /** The name of a coefficient of the tableau times the length of the step. */
    static String coefficient(int index) {
        return "h" + index;
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

    // --- kernels -----------------------------------------------------------------------------------------------------

    private DeviceProgram emit() {
        List<DeviceProgram.Kernel> first = new ArrayList<>();
        List<DeviceProgram.Kernel> steps = new ArrayList<>();
        SourceText kernels = new SourceText();
        switch (schedule) {
            case INDEPENDENT -> {
                for (int b = 0; b < program.blocks().size(); b++) {
                    if (program.blocks().get(b).count() > 0) {
                        steps.add(new DeviceProgram.Kernel("independent_" + b, List.of(b)));
                        independent(kernels, b);
                    }
                }
            }
            case RESIDENT -> {
                steps.add(new DeviceProgram.Kernel("resident", List.of()));
                resident(kernels);
            }
            case STAGED -> staged(kernels, first, steps);
        }
        return new DeviceProgram(head(kernels.toString()) + kernels, schedule, groupSize, first, steps, recorded, inputs, state, constants,
                indices, memory, firing, firingCount, sharedBytes);
    }

    private String head(String kernels) {
        SourceText text = new SourceText();
        text.line("// " + program.tableau().name() + ", " + precision + ", " + schedule + ": "
                + program.blocks().stream().map(b -> b.name() + "[" + b.count() + "]").collect(Collectors.joining(", ")));
        dialect.prologue().lines().forEach(text::line);
        text.line("typedef " + (precision == Precision.FLOAT32 ? "float" : "double") + " real;");
        CExpression c = expression(n -> n);
        for (String[] function : CExpression.FUNCTIONS) {
            if (kernels.contains(function[0] + "(")) {
                text.line("").line(dialect.function() + " real " + function[0] + function[1].formatted(c.function("expm1")));
            }
        }
        return text.toString();
    }

    private void kernel(SourceText kernels, String name, SourceText body) {
        List<String> arguments = new ArrayList<>();
        for (DeviceProgram.Argument a : DeviceProgram.Argument.values()) {
            arguments.add(a == DeviceProgram.Argument.STEPS && schedule == Schedule.STAGED ? "const int k" : a.declaration(dialect));
        }
        kernels.line("").line(dialect.kernel().formatted(groupSize) + " " + name + "(").lines(wrapped(arguments)).open(")");
        if (uses(body, "instances")) {
            kernels.line("const i64 instances = plan[1];");
        }
        kernels.block(body).close();
    }

    private static List<String> wrapped(List<String> arguments) {
        List<String> lines = new ArrayList<>();
        String line = "   ";
        for (int i = 0; i < arguments.size(); i++) {
            String next = " " + arguments.get(i) + (i + 1 < arguments.size() ? "," : "");
            if (line.length() + next.length() > LINE) {
                lines.add(line);
                line = "   ";
            }
            line += next;
        }
        lines.add(line);
        return lines;
    }

    private BlockCode blockCode(int b, Identifiers identifiers) {
        Block block = program.blocks().get(b);
        return new BlockCode(b, block, shown.of(block), program.tableau(), identifiers, schedule == Schedule.RESIDENT,
                schedule == Schedule.INDEPENDENT);
    }

    private Identifiers identifiers() {
        Set<String> taken = new LinkedHashSet<>();
        for (int i = 0; i < inputs.coefficients().length; i++) {
            taken.add(coefficient(i));
        }
        return Identifiers.of(CWords::isReserved, taken);
    }

    private void independent(SourceText kernels, int b) {
        BlockCode of = blockCode(b, identifiers());
        List<ElementCode> stretches = stretches(of);
        ElementCode tail = new ElementCode(this, of, outline.tail());
        SourceText code = new SourceText();
        coefficients(code, stretches, true);
        code.block(of.hoisted());
        Set<Content> carried = carried(stretches, tail);
        of.inOrder(carried).forEach(v -> code.line(declaration(of, v, home(of, v))));
        code.line("int k = -1;").block(tail.text());
        code.open("for (k = 0; k < steps; k++)");
        coefficients(code, stretches, false);
        stretches.forEach(stretch -> direct(code, of, stretch, carried));
        code.close();
        of.inOrder(written(stretches)).stream().filter(ElementCode::lasts).forEach(v -> code.line(home(of, v) + " = " + of.name(v) + ";"));
        SourceText body = new SourceText();
        element(body, of.block(), dialect.group(), code);
        kernel(kernels, "independent_" + b, body);
    }

    /** The elements of a block in all instances. */
    private static String all(Block block) {
        return (block.count() == 1 ? "" : block.count() + " * ") + "instances";
    }

    /** Code for the element of a block that the work item is for. What the code does not use is not declared: compilers would warn. */
    private void element(SourceText text, Block block, String group, SourceText code) {
        text.line("// " + block.name());
        text.line("const int at = " + group + " * " + groupSize + " + " + dialect.item() + ";");
        text.line("if (at >= " + all(block) + ") return;");
        boolean single = block.count() == 1;
        if (uses(code, "e")) {
            text.line("const int e = " + (single ? "0" : "at % " + block.count()) + ";");
        }
        if (uses(code, "instance")) {
            text.line("const int instance = at" + (single ? "" : " / " + block.count()) + ";");
        }
        text.block(code);
    }

    private static boolean uses(SourceText code, String word) {
        // not counting comments, which have names of users in them
        return Pattern.compile("(?m)^(?!\\s*//).*\\b" + word + "\\b").matcher(code.toString()).find();
    }

    private List<ElementCode> stretches(BlockCode of) {
        return outline.stretches().stream().map(s -> new ElementCode(this, of, s.actions())).toList();
    }

    private void coefficients(SourceText text, List<ElementCode> codes, boolean beforeSteps) {
        if (inputs.isUniform() != beforeSteps) {
            return;
        }
        Set<Integer> used = new TreeSet<>();
        codes.forEach(c -> used.addAll(c.coefficients()));
        for (int i : used) {
            String from = inputs.isUniform() ? Integer.toString(i)
                    : row(inputs.inputHead() + inputs.inputRow() - inputs.coefficients().length + i, inputs.inputRow(), false);
            text.line("const real " + coefficient(i) + " = input[" + from + "];");
        }
    }

    /** What a stretch leaves for others. */
    private static Set<Content> carried(List<ElementCode> stretches, ElementCode tail) {
        Set<Content> carried = new LinkedHashSet<>(tail.needed());
        stretches.forEach(s -> carried.addAll(s.needed()));
        return carried;
    }

    private static Set<Content> written(List<ElementCode> codes) {
        Set<Content> written = new LinkedHashSet<>();
        codes.forEach(c -> written.addAll(c.written()));
        return written;
    }

    /** Code whose carried variables are declared around it. */
    private static void direct(SourceText text, BlockCode of, ElementCode code, Set<Content> carried) {
        of.inOrder(code.touched()).stream().filter(v -> !carried.contains(v)).forEach(v -> text.line(declaration(of, v, "")));
        text.block(code.text());
    }

    /** Code whose variables come from where they live and go back there. */
    private static void loaded(SourceText text, BlockCode of, ElementCode code, Set<Content> carried, Function<Content, String> home) {
        of.inOrder(code.touched()).forEach(v -> text.line(declaration(of, v, code.needed().contains(v) ? home.apply(v) : "")));
        text.block(code.text());
        of.inOrder(code.written()).stream().filter(carried::contains).forEach(v -> text.line(home.apply(v) + " = " + of.name(v) + ";"));
    }

    private static String type(Content variable) {
        return variable instanceof Content.Memory ? "i64 " : "real ";
    }

    private static String declaration(BlockCode of, Content variable, String value) {
        return type(variable) + of.name(variable) + (value.isEmpty() ? "" : " = " + value) + ";";
    }

    /** Where a variable lives in global memory. */
    private String home(BlockCode of, Content variable) {
        int count = of.block().count();
        return switch (variable) {
            case Content.Real r -> "state[" + state.place(r, 0, count).element("at") + "]";
            case Content.Memory r -> "memory[" + memory.place(r, 0, count).element("at") + "]";
            default -> throw new IllegalStateException();
        };
    }

    private void staged(SourceText kernels, List<DeviceProgram.Kernel> first, List<DeviceProgram.Kernel> steps) {
        List<BlockCode> blocks = new ArrayList<>();
        List<List<ElementCode>> codes = new ArrayList<>();
        List<ElementCode> tails = new ArrayList<>();
        for (int b = 0; b < program.blocks().size(); b++) {
            BlockCode of = blockCode(b, identifiers());
            blocks.add(of);
            codes.add(stretches(of));
            tails.add(new ElementCode(this, of, outline.tail()));
        }
        List<Set<Content>> carried = new ArrayList<>();
        for (int b = 0; b < blocks.size(); b++) {
            carried.add(carried(codes.get(b), tails.get(b)));
        }
        stagedKernel(kernels, "staged_first", blocks, tails, carried, first);
        for (int s = 0; s < outline.stretches().size(); s++) {
            int stretch = s;
            stagedKernel(kernels, "staged_" + (s + 1), blocks, codes.stream().map(c -> c.get(stretch)).toList(), carried, steps);
        }
    }

    private void stagedKernel(SourceText kernels, String name, List<BlockCode> blocks, List<ElementCode> codes, List<Set<Content>> carried,
            List<DeviceProgram.Kernel> into) {
        List<Integer> busy = new ArrayList<>();
        for (int b = 0; b < codes.size(); b++) {
            if (!codes.get(b).text().isEmpty() && blocks.get(b).block().count() > 0) {
                busy.add(b);
            }
        }
        if (busy.isEmpty()) {
            return;
        }
        into.add(new DeviceProgram.Kernel(name, busy));
        SourceText body = new SourceText();
        coefficients(body, codes, true);
        coefficients(body, codes, false);
        body.line((busy.size() > 1 ? "int" : "const int") + " group = " + dialect.group() + ";");
        for (int b : busy) {
            BlockCode of = blocks.get(b);
            String groups = "(" + all(of.block()) + " + " + (groupSize - 1) + ") / " + groupSize;
            body.open("if (group < " + groups + ")");
            SourceText code = new SourceText();
            loaded(code, of, codes.get(b), carried.get(b), v -> home(of, v));
            element(body, of.block(), "group", code);
            body.line("return;");
            body.close();
            if (b != busy.getLast()) {
                body.line("group -= " + groups + ";");
            }
        }
        kernel(kernels, name, body);
    }

    /** A block of a resident network: the first element of the work item, and how many it has at most. */
    private record Resident(BlockCode of, String first, int elements, List<ElementCode> codes, ElementCode tail, Set<Content> carried) {}

    private void resident(SourceText kernels) {
        Identifiers identifiers = identifiers();
        List<Resident> blocks = new ArrayList<>();
        SourceText body = new SourceText();
        long offset = 0;
        for (int b = 0; b < program.blocks().size(); b++) {
            Block block = program.blocks().get(b);
            if (block.count() == 0) {
                continue;
            }
            BlockCode of = blockCode(b, identifiers);
            List<ElementCode> codes = stretches(of);
            ElementCode tail = new ElementCode(this, of, outline.tail());
            String first = identifiers.fresh(block.name() + "_first");
            long shift = offset % groupSize;
            body.line("const int " + first + " = " + (shift == 0 ? dialect.item()
                    : "(" + dialect.item() + " + " + (groupSize - shift) + ") % " + groupSize) + ";");
            blocks.add(new Resident(of, first, Math.ceilDiv(block.count(), groupSize), codes, tail, carried(codes, tail)));
            offset += padded(block.count());
        }
        List<ElementCode> all = blocks.stream().flatMap(r -> r.codes().stream()).toList();
        coefficients(body, all, true);
        for (Resident r : blocks) {
            String extent = r.elements() == 1 ? "" : "[" + r.elements() + "]";
            r.of().inOrder(r.carried()).forEach(v -> body.line(type(v) + (r.elements() == 1 ? r.of().name(v) : r.of().array(v))
                    + extent + ";"));
            elements(body, r, text -> r.of().inOrder(r.carried()).stream().filter(ElementCode::lasts)
                    .forEach(v -> text.line(privately(r, v) + " = " + home(r.of(), v) + ";")));
        }
        body.line("int k = -1;");
        blocks.forEach(r -> code(body, r, r.tail()));
        body.open("for (k = 0; k < steps; k++)");
        coefficients(body, all, false);
        for (int s = 0; s < outline.stretches().size(); s++) {
            if (outline.stretches().get(s).cut()) {
                body.line(dialect.barrier() + ";");
            }
            for (Resident r : blocks) {
                code(body, r, r.codes().get(s));
            }
        }
        body.close();
        for (Resident r : blocks) {
            elements(body, r, text -> r.of().inOrder(written(r.codes())).stream().filter(ElementCode::lasts)
                    .forEach(v -> text.line(home(r.of(), v) + " = " + privately(r, v) + ";")));
        }
        kernel(kernels, "resident", new SourceText().line("const int instance = " + dialect.group() + ";").block(declarations).block(body));
    }

    private static String privately(Resident r, Content v) {
        return r.elements() == 1 ? r.of().name(v) : r.of().array(v) + "[q]";
    }

    private void code(SourceText text, Resident r, ElementCode code) {
        if (code.text().isEmpty()) {
            return;
        }
        elements(text, r, inner -> {
            if (r.elements() == 1) {
                direct(inner, r.of(), code, r.carried());
            } else {
                loaded(inner, r.of(), code, r.carried(), v -> privately(r, v));
            }
        });
    }

    /** Does something for each element of the work item. */
    private void elements(SourceText text, Resident r, Consumer<SourceText> inner) {
        SourceText code = new SourceText();
        inner.accept(code);
        if (code.isEmpty()) {
            return;
        }
        int count = r.of().block().count();
        boolean at = uses(code, "at");
        if (r.elements() == 1) {
            text.open("if (" + r.first() + " < " + count + ")");
            if (at || uses(code, "e")) {
                text.line("const int e = " + r.first() + ";");
            }
        } else {
            text.open("for (int q = 0; q < " + r.elements() + "; q++)").line("const int e = " + r.first() + " + q * " + groupSize + ";")
                    .open("if (e < " + count + ")");
        }
        if (at) {
            text.line("const int at = instance * " + count + " + e;");
        }
        text.block(code).close();
        if (r.elements() > 1) {
            text.close();
        }
    }
}
