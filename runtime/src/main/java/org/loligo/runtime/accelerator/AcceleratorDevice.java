package org.loligo.runtime.accelerator;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.emit.CEmitter;
import org.loligo.codegen.emit.DeviceProgram;
import org.loligo.codegen.emit.Dialect;
import org.loligo.codegen.emit.Recorded;
import org.loligo.codegen.emit.Schedule;
import org.loligo.model.Names;
import org.loligo.model.Precision;
import org.loligo.runtime.CapacityException;
import org.loligo.runtime.Device;
import org.loligo.runtime.DeviceException;
import org.loligo.runtime.Engine;
import org.loligo.runtime.MemoryUse;
import org.loligo.runtime.RunLayout;
import org.loligo.runtime.RunOptions;

/**
 * A device that is programmed in C, of whichever backend.
 *
 * @param backend     the name of its backend
 * @param name        its name
 * @param description what it can do, in a line
 * @param precisions  the precisions it computes in
 * @param dialect     the C it understands
 * @param limits      what it has room for
 * @param opening     opens it; the engine that does so closes it
 */
public record AcceleratorDevice(String backend, String name, String description, Set<Precision> precisions, Dialect dialect, Limits limits,
        Supplier<Accelerator> opening) implements Device {
    private static final int LARGEST_GROUP = 1024;
    private static final int ITEMS = 128;
    /** A warp of NVIDIA's. */
    private static final int FEWEST_ITEMS = 32;
    /** A network that gives each work item more than one element is resident where there are instances enough to occupy the device. */
    private static final int MANY_INSTANCES = 16;
    private static final long MANY_ELEMENTS = 8 * LARGEST_GROUP;

    @Override
    public boolean supports(Precision precision) {
        return precisions.contains(precision);
    }

    @Override
    public List<String> schedules() {
        return Schedule.names();
    }

    /** Compilers of C take functions of any length; to split one would only compute some things twice. */
    @Override
    public List<String> passes() {
        return Device.super.passes().stream().filter(p -> !p.equals("split")).toList();
    }

    @Override
    public Optional<String> refusalOfFastMath(Precision precision) {
        return precision == Precision.FLOAT32 && dialect.fastMath().isPresent() ? Optional.empty()
                : Device.super.refusalOfFastMath(precision);
    }

    @Override
    public String source(StepProgram program, Precision precision, RunLayout layout, RunOptions options) {
        return emit(program, precision, layout, options).source();
    }

    @Override
    public List<MemoryUse> plan(StepProgram program, Precision precision, RunLayout layout, RunOptions options) {
        return new DeviceLayout(program, emit(program, precision, layout, options), precision, layout, options, limits).uses();
    }

    @Override
    public Engine load(StepProgram program, Precision precision, RunLayout layout, RunOptions options) {
        DeviceProgram kernels;
        DeviceLayout sizes;
        try {
            kernels = emit(program, precision, layout, options);
            sizes = new DeviceLayout(program, kernels, precision, layout, options, limits);
            requireRoom(sizes);
        } catch (ArithmeticException e) {
            throw new CapacityException("device '" + name + "' has " + limits.memoryBytes()
                    + " bytes, and the run needs more than can be counted"
                    + "; use fewer neurons or instances");
        }
        Accelerator accelerator = opening.get();
        try {
            Accelerator.Program compiled = accelerator.compile(kernels.source());
            // a kernel that needs many registers may leave room for fewer work items than the device has at most
            for (int room = room(compiled, kernels); room < kernels.groupSize(); room = room(compiled, kernels)) {
                kernels = emit(program, precision, layout, options, room);
                compiled = accelerator.compile(kernels.source());
            }
            AcceleratorEngine engine = new AcceleratorEngine(accelerator, compiled, program, kernels, precision, layout, sizes);
            engine.warmUp();
            return engine;
        } catch (RuntimeException | Error e) {
            accelerator.close();
            throw e;
        }
    }

    private static int room(Accelerator.Program compiled, DeviceProgram kernels) {
        return Stream.concat(kernels.first().stream(), kernels.steps().stream()).mapToInt(k -> compiled.kernel(k.name()).maxGroupSize())
                .min().orElse(Integer.MAX_VALUE);
    }

    private void requireRoom(DeviceLayout sizes) {
        long together = sizes.uses().stream().mapToLong(MemoryUse::bytes).reduce(0, Math::addExact);
        if (together > limits.memoryBytes() || sizes.largest() > limits.maxAllocationBytes()) {
            String parts = sizes.uses().stream().map(u -> u.what() + " " + u.bytes()).collect(Collectors.joining(", "));
            throw new CapacityException("device '" + name + "' has " + limits.memoryBytes()
                    + " bytes, at most " + limits.maxAllocationBytes()
                    + " in one piece, and the run needs " + together + ", at most " + sizes.largest() + " in one piece (" + parts
                    + "); use fewer neurons or instances, float32, a smaller --memory, or record less");
        }
    }

    private DeviceProgram emit(StepProgram program, Precision precision, RunLayout layout, RunOptions options) {
        boolean resident = schedule(program, precision, options) == Schedule.RESIDENT;
        return emit(program, precision, layout, options, Math.min(resident ? LARGEST_GROUP : items(program), limits.maxGroupSize()));
    }

    /**
     * The size of groups that need nothing of each other. Whatever its registers, as many threads of a kernel find room on a multiprocessor
     * in small groups as in large ones, within some percent; but of few elements, large groups would leave multiprocessors idle.
     */
    private int items(StepProgram program) {
        long elements = program.blocks().stream().mapToLong(b -> (long) b.count() * program.instances()).sum();
        int items = ITEMS;
        while (items > FEWEST_ITEMS && elements / items < limits.multiprocessors()) {
            items /= 2;
        }
        return items;
    }

    private DeviceProgram emit(StepProgram program, Precision precision, RunLayout layout, RunOptions options, int largest) {
        List<Recorded> recorded = Recorder.of(layout, program).stream().map(Recorder::recorded).toList();
        Dialect language = options.fastMath() ? dialect.fastMath().orElseThrow() : dialect;
        return CEmitter.emit(program, precision, language, schedule(program, precision, options), recorded, layout.tallies(), largest);
    }

    private Schedule schedule(StepProgram program, Precision precision, RunOptions options) {
        long shared = CEmitter.sharedBytes(program, precision);
        if (options.schedule().isEmpty()) {
            long elements = program.blocks().stream().mapToLong(b -> b.count()).sum();
            long most = program.instances() >= MANY_INSTANCES ? MANY_ELEMENTS : LARGEST_GROUP;
            return !program.isCoupled() ? Schedule.INDEPENDENT
                    : shared <= limits.sharedBytes() && elements <= most ? Schedule.RESIDENT : Schedule.STAGED;
        }
        String name = options.schedule().get();
        Schedule schedule = Schedule.named(name).orElseThrow(() -> new DeviceException("the " + backend + " backend has no schedule '"
                + name + "'" + Names.suggestion(name, schedules())));
        if (schedule == Schedule.INDEPENDENT && program.isCoupled()) {
            throw new DeviceException("schedule 'independent' is for networks without projections; use resident or staged");
        }
        if (schedule == Schedule.RESIDENT && shared > limits.sharedBytes()) {
            throw new DeviceException("schedule 'resident' needs " + shared + " bytes that a work-group shares, but device '" + this.name
                    + "' has " + limits.sharedBytes() + "; use staged");
        }
        return schedule;
    }
}
