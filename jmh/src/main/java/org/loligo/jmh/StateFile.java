package org.loligo.jmh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.loligo.runtime.NetworkState;

/** Files that programs of any language exchange: the states of all cells one after the other, as little-endian doubles. */
final class StateFile {
    private StateFile() {}

    /** The states of the first population, in the order of its model. */
    static double[][] of(NetworkState state) {
        return Arrays.stream(state.states().getFirst()).map(array -> {
            double[] values = new double[java.lang.reflect.Array.getLength(array)];
            Arrays.setAll(values, i -> state.precision().get(array, i));
            return values;
        }).toArray(double[][]::new);
    }

    /** Writes states, each of all cells. */
    static void write(Path file, double[]... states) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            for (double[] state : states) {
                ByteBuffer bytes = ByteBuffer.allocate(state.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asDoubleBuffer().put(state);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
            }
        }
    }

    /**
     * The share of the cells whose states in a file are those given, to within a difference.
     *
     * @param bound of a number or of 1, whichever is larger
     */
    static double share(Path file, double[][] states, double bound) throws IOException {
        int cells = states[0].length;
        boolean[] differs = new boolean[cells];
        try (FileChannel in = FileChannel.open(file)) {
            if (in.size() != (long) states.length * cells * Double.BYTES) {
                throw new IOException(file + " has " + in.size() + " bytes, expected " + states.length + " states of " + cells + " cells");
            }
            for (double[] state : states) {
                ByteBuffer bytes = ByteBuffer.allocate(cells * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                while (bytes.hasRemaining() && in.read(bytes) >= 0) {
                }
                bytes.flip();
                for (int i = 0; i < cells; i++) {
                    // a difference that is no number is one
                    differs[i] |= !(Math.abs(bytes.getDouble() - state[i]) <= bound * Math.max(1, Math.abs(state[i])));
                }
            }
        }
        int equal = 0;
        for (boolean d : differs) {
            equal += d ? 0 : 1;
        }
        return (double) equal / cells;
    }
}
