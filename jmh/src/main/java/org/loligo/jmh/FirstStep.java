package org.loligo.jmh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How long it takes from typing the command to the first step: one cell and one step, each time in a process of its own.
 *
 * @param loligo  the command
 * @param backend the backend
 * @param folder  for the kernel cache and what the runs write
 */
record FirstStep(Path loligo, String backend, Path folder) {
    private static final int MOST_TIMES = 7;
    private static final int LEAST_TIMES = 3;
    private static final Pattern COMPILING = Pattern.compile("\"compile_s\": ([0-9.E-]+)");

    /** The head of the table. */
    static final String HEAD = """
            ## Time to the first step

            One cell and one step of it through the command line, medians of up to %d: "to the kernel" is from the network to the kernel on
            the device, "whole command" from the start of the process to its end. Cold: the kernel cache is empty.

            | kernel cache | to the kernel, s | least–most | whole command, s | least–most |
            |---|--:|--:|--:|--:|""".formatted(MOST_TIMES);

    /**
     * A line, in Markdown.
     *
     * @param name   what to call it
     * @param isCold whether the cache is emptied each time
     * @param end    from when on to run as few times as makes sense, in seconds of {@link GpuTable#now}
     */
    String line(String name, boolean isCold, double end) throws IOException {
        List<Double> compiling = new ArrayList<>();
        List<Double> whole = new ArrayList<>();
        if (!isCold) {
            run();
        }
        for (int k = 0; k < MOST_TIMES && (k < LEAST_TIMES || GpuTable.now() < end); k++) {
            if (isCold) {
                clear(folder.resolve("cache"));
            }
            long start = System.nanoTime();
            compiling.add(run());
            whole.add((System.nanoTime() - start) / 1e9);
        }
        return "| " + name + " | " + numbers(compiling) + " | " + numbers(whole) + " |";
    }

    private double run() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(loligo.toString(), "run", Examples.file("hodgkin-huxley.yaml").toString(), "--backend",
                backend, "--quiet", "--overwrite", "--set", "time.stop=0.01", "--set", "stimuli=[]", "--set", "record=[{spikes: cell}]",
                "--out", folder.resolve("first-step").toString()).redirectError(ProcessBuilder.Redirect.DISCARD);
        // PoCL and NVIDIA's compiler of PTX have caches of their own
        for (String variable : List.of("LOLIGO_CACHE", "POCL_CACHE_DIR", "CUDA_CACHE_PATH")) {
            builder.environment().put(variable, folder.resolve("cache").toString());
        }
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher compiling = COMPILING.matcher(out);
        if (!compiling.find()) {
            throw new IOException(loligo + " did not say how long it compiled: " + out);
        }
        return Double.parseDouble(compiling.group(1));
    }

    private static void clear(Path cache) throws IOException {
        if (!Files.exists(cache)) {
            return;
        }
        try (Stream<Path> all = Files.walk(cache)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static String numbers(List<Double> seconds) {
        Samples samples = Samples.of(seconds.stream().mapToDouble(s -> s).toArray());
        double[] ascending = samples.ascending();
        return String.format(Locale.ROOT, "%.2f | %.2f–%.2f", samples.median(), ascending[0], ascending[ascending.length - 1]);
    }
}
