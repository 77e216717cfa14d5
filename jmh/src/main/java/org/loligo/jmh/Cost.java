package org.loligo.jmh;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one step of one cell takes on a GPU at least, counted by hand from the equations as they stand.
 *
 * @param functions    exponentials and reciprocals, one special function each in single precision
 * @param instructions multiply-adds and the like in single precision, where these and not the special functions bound it
 * @param doubles      the same in double precision, where an exponential or a division is some 23 of them
 * @param numbers      numbers read and written where each step is a launch of its own; 0 where it is not counted
 */
record Cost(double functions, double instructions, double doubles, double numbers) {
    private static final Pattern GPU =
            Pattern.compile("compute capability (\\d+\\.\\d+), (\\d+) multiprocessors at up to (\\d+\\.\\d+) GHz");

    /** Those of a workload. */
    static Cost of(Workload workload) {
        return switch (workload) {
            // 4 stages of 6 exponentials and 3 divisions; V, m, h, n in and out and the current
            case UNCOUPLED_CELLS -> new Cost(36, 0, 836, 9);
            // 4 stages of 6, and 21 to put them together
            case LORENZ -> new Cost(0, 45, 45, 7);
            // 4 stages of 12 exponentials in a projection neuron, 8 in a local one
            case ANTENNAL_LOBE -> new Cost(44, 0, 1012, 0);
            // 4 stages of 6 exponentials and 4 divisions; 6 states in and out
            case COBAHH -> new Cost(40, 0, 920, 12);
        };
    }

    /**
     * The most neuron-steps per second.
     *
     * @param device            the name and the description of a device
     * @param isDouble          the precision
     * @param isLaunchedByStep  whether the state goes through memory at each step
     * @return empty for a device that it knows too little of
     */
    OptionalDouble limit(String device, boolean isDouble, boolean isLaunchedByStep) {
        Matcher gpu = GPU.matcher(device);
        if (!gpu.find()) {
            return OptionalDouble.empty();
        }
        double perInstruction = Integer.parseInt(gpu.group(2)) * Double.parseDouble(gpu.group(3)) * 1e9;
        double most;
        if (isDouble) {
            int units = switch (gpu.group(1)) {
                case "9.0", "10.0", "10.3" -> 64;
                case "6.0", "7.0", "8.0" -> 32;
                default -> 2;
            };
            most = units * perInstruction / doubles;
        } else {
            most = perInstruction * Math.min(functions == 0 ? Double.MAX_VALUE : 16 / functions,
                    instructions == 0 ? Double.MAX_VALUE : 128 / instructions);
        }
        if (isLaunchedByStep && numbers > 0 && bandwidth(device) > 0) {
            most = Math.min(most, bandwidth(device) / (numbers * (isDouble ? Double.BYTES : Float.BYTES)));
        }
        return OptionalDouble.of(most);
    }

    /** Of the memory, in bytes per second as the maker says; 0 where it is not known here. No driver tells it. */
    private static double bandwidth(String device) {
        String name = device.toUpperCase(Locale.ROOT);
        return name.contains("H200") ? 4.8e12 : name.contains("H100 PCIE") ? 2.0e12 : name.contains("H100") ? 3.35e12
                : name.contains("V100") ? 0.9e12 : 0;
    }
}
