package org.loligo.codegen.emit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.loligo.codegen.Block;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.Tally;
import org.loligo.model.Precision;

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
    private static final int LINE = 120;

    private final StepProgram program;
    private final Precision precision;
    private final Dialect dialect;
    private final Schedule schedule;
    private final StepOutline outline;
    private final Placement placement;
    private final StepInputs inputs;
    private final int groupSize;

    private CEmitter(StepProgram program, Precision precision, Dialect dialect, Schedule schedule, List<Recorded> recorded,
            List<Tally> tallies, int largestGroup) {
        this.program = program;
        this.precision = precision;
        this.dialect = dialect;
        this.schedule = schedule;
        outline = StepOutline.of(program);
        placement = new Placement(program, precision, dialect, schedule, recorded, tallies);
        inputs = placement.inputs();
        groupSize = schedule == Schedule.RESIDENT ? residents(largestGroup) : largestGroup;
    }

    /**
     * The source of a program.
     *
     * @param recorded     what the kernels record
     * @param tallies      what they tally
     * @param largestGroup the work items of a work-group; those of a resident program may be fewer
     * @throws IllegalArgumentException for {@link Schedule#INDEPENDENT} where elements see each other
     */
    public static DeviceProgram emit(StepProgram program, Precision precision, Dialect dialect, Schedule schedule, List<Recorded> recorded,
            List<Tally> tallies, int largestGroup) {
        if (schedule == Schedule.INDEPENDENT && program.isCoupled()) {
            throw new IllegalArgumentException("the program is coupled");
        }
        return new CEmitter(program, precision, dialect, schedule, recorded, tallies, largestGroup).emit();
    }

    /** The source of a program that tallies nothing. */
    public static DeviceProgram emit(StepProgram program, Precision precision, Dialect dialect, Schedule schedule, List<Recorded> recorded,
            int largestGroup) {
        return emit(program, precision, dialect, schedule, recorded, List.of(), largestGroup);
    }

    /** The bytes that a resident program shares in a work-group, without emitting it. */
    public static long sharedBytes(StepProgram program, Precision precision) {
        return Placement.sharedBytes(program, precision);
    }

    private int residents(int largestGroup) {
        long wanted = program.blocks().stream().mapToLong(b -> padded(b.count())).sum();
        return (int) Math.max(1, Math.min(wanted, largestGroup));
    }

    private static long padded(int count) {
        return Math.ceilDiv((long) count, WARP) * WARP;
    }

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
        return placement.finished(head(kernels.toString()) + kernels, groupSize, first, steps);
    }

    private String head(String kernels) {
        SourceText text = new SourceText();
        text.line("// " + program.tableau().name() + ", " + precision + ", " + schedule + ": "
                + program.blocks().stream().map(b -> b.name() + "[" + b.count() + "]").collect(Collectors.joining(", ")));
        dialect.prologue().lines().forEach(text::line);
        text.line("typedef " + (precision == Precision.FLOAT32 ? "float" : "double") + " real;");
        CExpression c = placement.expression(n -> n);
        for (String function : c.definitions(kernels)) {
            text.line("");
            function.lines().forEach(text::line);
        }
        return text.toString();
    }

    private void kernel(SourceText kernels, String name, SourceText body) {
        List<String> arguments = new ArrayList<>();
        for (DeviceProgram.Argument a : DeviceProgram.Argument.values()) {
            arguments.add(a == DeviceProgram.Argument.STEPS && schedule == Schedule.STAGED ? "const int row" : a.declaration(dialect));
        }
        kernels.line("").line(dialect.kernel().formatted(groupSize) + " " + name + "(").lines(wrapped(arguments)).open(")");
        if (schedule == Schedule.STAGED && uses(body, "k")) {
            kernels.line("const int k = (int)plan[" + inputs.base() + "] + row;");
        }
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
        return new BlockCode(b, block, placement.shown().of(block), program.tableau(), placement.tallies(), identifiers,
                schedule == Schedule.RESIDENT, schedule == Schedule.INDEPENDENT);
    }

    private Identifiers identifiers() {
        Set<String> taken = new LinkedHashSet<>();
        for (int i = 0; i < inputs.coefficients().length; i++) {
            taken.add(Placement.coefficient(i));
        }
        return Identifiers.of(CWords::isReserved, taken);
    }

    private void independent(SourceText kernels, int b) {
        BlockCode of = blockCode(b, identifiers());
        List<ElementCode> stretches = stretches(of);
        ElementCode tail = new ElementCode(placement, of, outline.tail());
        SourceText code = new SourceText();
        coefficients(code, stretches, true);
        code.block(of.hoisted());
        Set<Content> carried = carried(stretches, tail);
        of.inOrder(carried).forEach(v -> code.line(declaration(of, v, placement.home(of, v))));
        code.line("int k = -1;").block(tail.text());
        code.open("for (k = 0; k < steps; k++)");
        coefficients(code, stretches, false);
        stretches.forEach(stretch -> direct(code, of, stretch, carried));
        code.close();
        of.inOrder(written(stretches)).stream().filter(ElementCode::lasts)
                .forEach(v -> code.line(placement.home(of, v) + " = " + of.name(v) + ";"));
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
        return outline.stretches().stream().map(s -> new ElementCode(placement, of, s.actions())).toList();
    }

    private void coefficients(SourceText text, List<ElementCode> codes, boolean beforeSteps) {
        if (inputs.isUniform() != beforeSteps) {
            return;
        }
        Set<Integer> used = new TreeSet<>();
        codes.forEach(c -> used.addAll(c.coefficients()));
        for (int i : used) {
            text.line("const real " + Placement.coefficient(i) + " = " + placement.coefficientEntry(i) + ";");
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

    private void staged(SourceText kernels, List<DeviceProgram.Kernel> first, List<DeviceProgram.Kernel> steps) {
        List<BlockCode> blocks = new ArrayList<>();
        List<List<ElementCode>> codes = new ArrayList<>();
        List<ElementCode> tails = new ArrayList<>();
        for (int b = 0; b < program.blocks().size(); b++) {
            BlockCode of = blockCode(b, identifiers());
            blocks.add(of);
            codes.add(stretches(of));
            tails.add(new ElementCode(placement, of, outline.tail()));
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
            loaded(code, of, codes.get(b), carried.get(b), v -> placement.home(of, v));
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
            ElementCode tail = new ElementCode(placement, of, outline.tail());
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
                    .forEach(v -> text.line(privately(r, v) + " = " + placement.home(r.of(), v) + ";")));
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
                    .forEach(v -> text.line(placement.home(r.of(), v) + " = " + privately(r, v) + ";")));
        }
        kernel(kernels, "resident", new SourceText().line("const int instance = " + dialect.group() + ";")
                .block(placement.shared()).block(body));
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
