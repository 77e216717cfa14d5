package org.loligo.cli;

import java.util.List;
import org.loligo.codegen.StepProgram;
import org.loligo.model.Precision;
import org.loligo.runtime.Backend;
import org.loligo.runtime.Backends;
import org.loligo.runtime.Chunk;
import org.loligo.runtime.Device;
import org.loligo.runtime.DeviceException;
import org.loligo.runtime.Engine;
import org.loligo.runtime.NetworkState;
import org.loligo.runtime.RunLayout;
import org.loligo.runtime.RunOptions;

/** Has one device, which computes as the interpreter does until it breaks in step {@value #BREAKS}. */
public final class BreakingBackend implements Backend {
    static final long BREAKS = 2000;

    @Override
    public String name() {
        return "breaking";
    }

    @Override
    public List<Device> devices() {
        return List.of(new Card(Backends.choose("interpreter", 0)));
    }

    @Override
    public String absence() {
        return "";
    }

    @Override
    public int preference() {
        return -1;
    }

    private record Card(Device sound) implements Device {
        @Override
        public String backend() {
            return "breaking";
        }

        @Override
        public String name() {
            return "old card";
        }

        @Override
        public String description() {
            return "breaks";
        }

        @Override
        public boolean supports(Precision precision) {
            return sound.supports(precision);
        }

        @Override
        public List<String> schedules() {
            return sound.schedules();
        }

        @Override
        public String source(StepProgram program, Precision precision, RunLayout layout, RunOptions options) {
            return sound.source(program, precision, layout, options);
        }

        @Override
        public Engine load(StepProgram program, Precision precision, RunLayout layout, RunOptions options) {
            return new Breaking(sound.load(program, precision, layout, options));
        }
    }

    private record Breaking(Engine sound) implements Engine {
        @Override
        public String schedule() {
            return sound.schedule();
        }

        @Override
        public int width() {
            return sound.width();
        }

        @Override
        public int threads() {
            return sound.threads();
        }

        @Override
        public void start(long fromStep, long toStep) {
            sound.start(fromStep, toStep);
        }

        @Override
        public NetworkState finish(Chunk chunk) {
            if (chunk.toStep() > BREAKS) {
                throw new DeviceException("device 'old card' is gone");
            }
            return sound.finish(chunk);
        }

        @Override
        public NetworkState state() {
            return sound.state();
        }

        @Override
        public void restore(NetworkState state) {
            sound.restore(state);
        }

        @Override
        public void close() {
            sound.close();
        }
    }
}
