package org.loligo.cli;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.loligo.codegen.StepProgram;
import org.loligo.model.Precision;
import org.loligo.runtime.Backend;
import org.loligo.runtime.Device;
import org.loligo.runtime.Engine;
import org.loligo.runtime.RunLayout;
import org.loligo.runtime.RunOptions;

/** Has one device without double precision, like many small graphics cards, and counts how often anybody asks for it. */
public final class SinglePrecisionBackend implements Backend {
    private static final AtomicInteger ASKED = new AtomicInteger();

    /** How often its devices, or what depends on them, were asked for. */
    static int asked() {
        return ASKED.get();
    }

    @Override
    public String name() {
        return "single-precision";
    }

    @Override
    public List<Device> devices() {
        ASKED.incrementAndGet();
        return List.of(new SmallCard());
    }

    @Override
    public String absence() {
        ASKED.incrementAndGet();
        return "";
    }

    @Override
    public int preference() {
        ASKED.incrementAndGet();
        return -1;
    }

    private record SmallCard() implements Device {
        @Override
        public String backend() {
            return "single-precision";
        }

        @Override
        public String name() {
            return "small card";
        }

        @Override
        public String description() {
            return "no fp64";
        }

        @Override
        public boolean supports(Precision precision) {
            return precision == Precision.FLOAT32;
        }

        @Override
        public List<String> schedules() {
            return List.of("staged");
        }

        @Override
        public String source(StepProgram program, Precision precision, RunLayout layout, RunOptions options) {
            return "nothing, in " + precision;
        }

        @Override
        public Engine load(StepProgram program, Precision precision, RunLayout layout, RunOptions options) {
            throw new UnsupportedOperationException();
        }
    }
}
