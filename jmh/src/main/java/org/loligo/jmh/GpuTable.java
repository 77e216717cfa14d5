package org.loligo.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.loligo.runtime.Device;

/**
 * Measures one device, with other programs beside Loligo taking turns, and writes a table in Markdown that grows case by case. It is
 * started by {@code bench/gpu.sh}.
 */
public final class GpuTable {
    private static final String USAGE =
            "usage: java -cp lib/* org.loligo.jmh.GpuTable DEVICE full|small SECONDS LOLIGO PEERS FOLDER TABLE.md";
    /** Enough for the tails; a case that is slow gets fewer. */
    private static final int MOST_SAMPLES = 60;
    private static final int LEAST_SAMPLES = 3;
    private static final double SECONDS_OF_A_SAMPLE = 0.05;
    private static final double MOST_SECONDS_OF_A_CASE = 12;
    /** With less left, the rest is left out. */
    private static final double LEAST_SECONDS_OF_A_CASE = 10;
    private static final double AGREEMENT = 0.99;

    private final Device device;
    private final Path peers;
    private final Path folder;
    private final Path table;
    private final StringBuilder text = new StringBuilder();
    private boolean isWhole = true;

    private GpuTable(Device device, Path peers, Path folder, Path table) {
        this.device = device;
        this.peers = peers;
        this.folder = folder;
        this.table = table;
    }

    /**
     * Writes the table.
     *
     * @param args the device, as {@code cuda:0}; the sizes; how many seconds it may take; the command; the folder of the {@link Peer}s; one
     *             for the files that they exchange; the table
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 7) {
            System.err.println(USAGE);
            System.exit(2);
        }
        double start = now();
        double seconds = Double.parseDouble(args[2]);
        Device device = DeviceName.parse(args[0]).device();
        GpuTable measuring = new GpuTable(device, Path.of(args[4]), Path.of(args[5]), Path.of(args[6]));
        measuring.head();
        measuring.firstStep(new FirstStep(Path.of(args[3]), device.backend(), Path.of(args[5])), start + seconds / 20);
        measuring.all(Case.all(args[1].equals("small")), start + seconds);
        System.exit(measuring.isWhole ? 0 : 1);
    }

    private void say(String line) throws IOException {
        text.append(line).append('\n');
        System.out.println(line);
        Files.writeString(table, text);
    }

    /** The time in seconds, from any beginning. */
    static double now() {
        return System.nanoTime() / 1e9;
    }

    private void firstStep(FirstStep measured, double end) throws IOException {
        say(FirstStep.HEAD);
        say(measured.line("cold", true, end));
        say(measured.line("warm", false, end));
    }

    private void head() throws IOException {
        say("# Benchmarks: " + device.name() + "\n\n" + device.description() + "; Java " + Runtime.version() + "; " + LocalDate.now() + """
                .
                `bench/README.md` says what is measured and how to do it again.
                """);
    }

    private void all(List<Case> cases, double end) throws IOException {
        say("""

                ## Neuron-steps

                The programs take turns; medians of up to 60 samples. "device" is what Loligo's kernels alone would do; "limit" is what the
                arithmetic, or the memory where each step is a launch, allows.

                | workload | cells | precision | program | schedule | steps per chunk | read back | median, 10⁶ neuron-steps/s | \
                5–95 % | device | limit | of the limit | samples | same states |
                |---|--:|---|---|---|--:|---|--:|--:|--:|--:|--:|--:|---|""");
        for (Case c : cases) {
            double left = end - now();
            if (left < LEAST_SECONDS_OF_A_CASE) {
                isWhole = false;
                say("| " + c.workload() + " | " + c.cells() + " | " + c.precision() + " | not measured: the time was up |");
                continue;
            }
            try {
                measure(c, Math.min(MOST_SECONDS_OF_A_CASE, left / 2));
            } catch (RuntimeException | OutOfMemoryError e) {
                isWhole = false;
                say("| " + c.workload() + " | " + c.cells() + " | " + c.precision() + " | Loligo | " + c.schedule() + " | failed: "
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + " |");
            }
        }
    }

    private void measure(Case c, double seconds) throws IOException {
        List<Contestant> contestants = new ArrayList<>();
        List<String> agreements = new ArrayList<>();
        try {
            OnLoligo loligo = new OnLoligo(c, device);
            contestants.add(loligo);
            agreements.add("");
            if (c.hasPeers()) {
                join(c, loligo, contestants, agreements);
            }
            // the others have taken them once before they were ready
            loligo.seconds(1);
            List<List<Double>> rates = new ArrayList<>();
            int[] repetitions = new int[contestants.size()];
            for (int i = 0; i < repetitions.length; i++) {
                rates.add(new ArrayList<>());
                repetitions[i] = (int) Math.ceil(SECONDS_OF_A_SAMPLE / contestants.get(i).seconds(1));
            }
            double computed = 0;
            long steps = 0;
            double end = now() + seconds;
            for (int k = 0; k < MOST_SAMPLES && (k < LEAST_SAMPLES || now() < end); k++) {
                for (int i = 0; i < repetitions.length; i++) {
                    double spent = contestants.get(i).seconds(repetitions[i]);
                    rates.get(i).add((double) c.cells() * c.steps() * repetitions[i] / spent);
                }
                computed += loligo.computed();
                steps += (long) c.steps() * repetitions[0];
            }
            loligo.requireSpiking();
            for (int i = 0; i < repetitions.length; i++) {
                Samples samples = Samples.of(rates.get(i).stream().mapToDouble(r -> r).toArray());
                row(c, contestants.get(i).name(), samples, i == 0 ? c.cells() * (double) steps / computed : 0, agreements.get(i));
            }
        } finally {
            contestants.forEach(Contestant::close);
        }
    }

    /** Starts the other programs from the state that Loligo stands in, and looks whether they come to the same. */
    private void join(Case c, OnLoligo loligo, List<Contestant> contestants, List<String> agreements) throws IOException {
        boolean isLorenz = c.workload() == Workload.LORENZ;
        StateFile.write(folder.resolve("initial.f64"), StateFile.of(loligo.state()));
        StateFile.write(folder.resolve("parameter.f64"), isLorenz ? LorenzSystems.rho(c.cells()) : UncoupledCells.currents(c.cells()));
        loligo.seconds(1);
        double[][] expected = StateFile.of(loligo.state());
        List<Path> programs;
        try (Stream<Path> files = Files.list(peers)) {
            programs = files.filter(f -> Files.isRegularFile(f) && Files.isExecutable(f)).sorted().toList();
        }
        for (Path program : programs) {
            try {
                Peer peer = new Peer(program, c, folder);
                contestants.add(peer);
                // diffrax has no RK4, so that it differs by more than rounding
                double bound = c.precision().equals("float32") || peer.name().equals("diffrax") ? 1e-2 : 1e-6;
                double share = StateFile.share(folder.resolve(peer.name() + ".f64"), expected, bound);
                isWhole &= share >= AGREEMENT;
                agreements.add(String.format(Locale.ROOT, "%s: %.2f %% of the cells within %.0e", share >= AGREEMENT ? "yes" : "NO",
                        100 * share, bound));
            } catch (IOException e) {
                isWhole = false;
                say("| " + c.workload() + " | " + c.cells() + " | " + c.precision() + " | " + program.getFileName() + " | failed: "
                        + e.getMessage() + " |");
            }
        }
    }

    private void row(Case c, String program, Samples samples, double ofTheDevice, String agreement) throws IOException {
        boolean isOurs = agreement.isEmpty();
        OptionalDouble limit = Cost.of(c.workload()).limit(device.name() + " " + device.description(), c.precision().equals("float64"),
                c.schedule().equals("staged"));
        boolean hasQueue = isOurs && !device.backend().equals("cpu");
        say("| " + String.join(" | ", c.workload().toString(), Integer.toString(c.cells()), c.precision(), program,
                isOurs ? c.schedule() : "", Integer.toString(c.steps()), isOurs ? c.reading() : "nothing", samples.millions(),
                samples.mostOfThem(), hasQueue ? Samples.of(ofTheDevice).millions() : "",
                limit.isPresent() ? Samples.of(limit.getAsDouble()).millions() : "",
                limit.isPresent() ? Samples.of(samples.median() / limit.getAsDouble()).percent() : "",
                Integer.toString(samples.ascending().length), agreement) + " |");
    }
}
