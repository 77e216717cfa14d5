package org.loligo.cli;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.loligo.cli.Mutations.Mutation;

/**
 * Gives the command line files that somebody spoilt. Whatever is in them, it ends soon, within a small heap, with exit code 0, or with 2
 * or 4 and one sentence. A process of its own, because the heap must be small: arguments are a folder to work in, the first case and the
 * one after the last.
 */
final class Fuzz {
    /** Far longer than any of them takes: this is a hang. */
    private static final int SECONDS = 60;
    /** What reading a file of a few kilobytes may take. */
    private static final long MOST_BYTES = 64L << 20;
    private static final Pattern STEPS = Pattern.compile(": (\\d+) steps of .*, (\\d+) instance");
    private static final Pattern NEURONS = Pattern.compile("(?m)^population .*?: (\\d+) neuron");

    /**
     * A kind of file that people give.
     *
     * @param name     the file to spoil
     * @param bounded  whether it can only be read, not ask for something large: then what is allocated is checked
     * @param mutation how it is spoilt
     */
    private record Subject(String name, boolean bounded, Mutation mutation) {}

    private static final Mutation YAML = Mutations.some(Mutations::bytes, Mutations::numbers, Mutations::numbers, Mutations::words,
            Mutations::words, Mutations::lines, Mutations::lines, Mutations::laughs);
    private static final Mutation NUMPY = Mutations.some(Mutations::bytes, Mutations::numpyHeader, Mutations::numpyHeader);
    private static final Mutation CSV = Mutations.some(Mutations::bytes, Mutations::numbers, Mutations::words, Mutations::lines);

    private static final List<Subject> SUBJECTS = List.of(
            new Subject("e.yaml", false, YAML), new Subject("e.yaml", false, YAML), new Subject("e.yaml", false, YAML),
            new Subject("matrix.npy", true, NUMPY), new Subject("vector.npy", true, NUMPY), new Subject("post.npy", true, NUMPY),
            new Subject("edges.csv", true, CSV), new Subject("sweep.csv", true, CSV));

    private static final String EXPERIMENT = """
            name: spoilt
            time: {start: 0, stop: 0.5, step: 0.05}
            integrator: rk4
            precision: float64
            seed: 1
            populations:
              X:
                model: hodgkin-huxley
                size: 3
                parameters: {g_K: {uniform: [9, 11]}, E_L: {values: [-55, -55, "-0.055 V"]}, g_Na: 120}
                initial: {V: {file: vector.npy}, last_spike: never, m: {linspace: [0, 0.1]}, h: {normal: {mean: 0.5, sd: 0.01}}}
            projections:
              gaba: {from: X, to: X, model: gaba-a, connectivity: {probability: 0.5, self: true}, parameters: {g: 0.1}}
              ach: {from: X, to: X, model: acetylcholine, connectivity: {edges: edges.csv}, initial: {O: 0.1}}
              listed: {from: X, to: X, model: gaba-a, connectivity: {edges: {pre: pre.npy, post: post.npy}}}
              matrix: {from: X, to: X, model: gaba-a, connectivity: {matrix: matrix.npy}, storage: dense}
            stimuli:
              - {to: X, input: I, pulse: {start: 0, stop: 0.3, amplitude: 40}}
              - {to: X, input: I, expression: "10*(1 - exp(-t/(2 + t)))", neurons: [0, 2]}
              - {to: X, input: I, samples: vector.npy, interval: 0.05}
            record:
              - {population: X, variables: [V, last_spike], every: 0.1, neurons: [2, 0]}
              - {projection: gaba, variables: [O], every: 0.1}
              - {spikes: X}
            sweep: {values: {file: sweep.csv}}
            output: {directory: out, formats: [npy, sonata]}
            """;

    private final Path folder;
    /** How often the last command of a case ended with each exit code. */
    private final int[] codes = new int[5];

    private Fuzz(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Fuzz fuzz = new Fuzz(Path.of(arguments[0]));
        int failures = 0;
        for (int i = Integer.parseInt(arguments[1]); i < Integer.parseInt(arguments[2]); i++) {
            String fault = fuzz.fault(i);
            if (fault != null) {
                failures++;
                System.out.println("case " + i + " (" + SUBJECTS.get(i % SUBJECTS.size()).name() + "): " + fault);
                if (fault.startsWith("it hangs")) {
                    System.exit(1); // its thread is still there
                }
            }
        }
        System.out.println("exit codes 0 to 4: " + Arrays.toString(fuzz.codes));
        System.exit(failures == 0 ? 0 : 1);
    }

    /** The files that are spoilt, as they should be. */
    private void writeGood() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("e.yaml"), EXPERIMENT);
        Files.writeString(folder.resolve("edges.csv"), "pre,post,weight\n0,1,1.5\n2,1,0.25\n1,0,1e-1\n");
        Files.writeString(folder.resolve("sweep.csv"), "populations.X.parameters.C,populations.X.initial.n\n1,0.1\n1.1,0.2\n");
        Npy.vector(folder.resolve("vector.npy"), -70, -65, -40);
        Npy.vector(folder.resolve("pre.npy"), 0, 1, 1);
        Npy.vector(folder.resolve("post.npy"), 2, 2, 0);
        Npy.write(folder.resolve("matrix.npy"), new int[] {3, 3}, 0, 1, 0, 0.5, 0, 0, 2, 0, 0);
    }

    /** What is wrong with the outcome of a case, or null. */
    private String fault(int number) throws IOException, InterruptedException {
        Subject subject = SUBJECTS.get(number % SUBJECTS.size());
        Random random = new Random(0x9e3779b97f4a7c15L * (number + 1));
        writeGood();
        Path file = folder.resolve(subject.name());
        byte[] good = Files.readAllBytes(file);
        Files.write(file, subject.mutation().of(good, random));
        ExecutorService worker = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
        try {
            return worker.submit(() -> fault(subject)).get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return "it hangs";
        } catch (ExecutionException e) {
            return "threw " + e.getCause();
        } finally {
            worker.shutdown();
        }
    }

    private String fault(Subject subject) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        Cli shown = Cli.run("show", folder.resolve("e.yaml").toString(), "--backend", "interpreter", "--what", "network");
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        if (subject.bounded() && allocated > MOST_BYTES) {
            return "allocated " + allocated + " bytes for a file of " + Files.size(folder.resolve(subject.name()));
        }
        String fault = fault(shown);
        if (fault != null || shown.code() != Main.DONE) {
            codes[shown.code()]++;
            return fault;
        }
        Cli planned = Cli.run("show", folder.resolve("e.yaml").toString(), "--backend", "interpreter", "--what", "plan");
        fault = fault(planned);
        if (fault != null || planned.code() != Main.DONE || !isSmall(shown.out())) {
            codes[planned.code()]++;
            return fault;
        }
        Cli run = Cli.run("run", folder.resolve("e.yaml").toString(), "--backend", "interpreter", "--quiet", "--format", "npy,sonata",
                "--out", fresh().toString());
        codes[run.code()]++;
        return fault(run);
    }

    /** Where a run can go; whatever it leaves there is deleted before the next one. */
    private Path fresh() throws IOException {
        Path out = folder.resolve("out");
        if (Files.exists(out)) {
            List<Path> inside = new ArrayList<>();
            try (var files = Files.walk(out)) {
                files.forEach(inside::addFirst);
            }
            for (Path one : inside) {
                Files.delete(one);
            }
        }
        return out;
    }

    /** Whether running it is a matter of milliseconds. */
    private static boolean isSmall(String page) {
        Matcher steps = STEPS.matcher(page);
        Matcher neurons = NEURONS.matcher(page);
        double work = steps.find() ? Double.parseDouble(steps.group(1)) * Double.parseDouble(steps.group(2)) : Double.POSITIVE_INFINITY;
        double most = 1;
        while (neurons.find()) {
            most += Double.parseDouble(neurons.group(1));
        }
        return work * most < 1000;
    }

    private static String fault(Cli result) {
        List<String> said = result.err().lines().toList();
        boolean fine = switch (result.code()) {
            case Main.DONE -> said.isEmpty();
            case Main.MISTAKE, Main.NO_ROOM -> said.size() == 1 && said.getFirst().startsWith("loligo: ")
                    && said.getFirst().length() < 2000;
            // numbers that a sound file may have as well
            case Main.FAILED -> said.size() == 1 && said.getFirst().contains(" became ");
            default -> false;
        };
        return fine ? null : "exit code " + result.code() + ", " + (result.err().length() > 600 ? result.err().substring(0, 600) + "…"
                : result.err());
    }
}
