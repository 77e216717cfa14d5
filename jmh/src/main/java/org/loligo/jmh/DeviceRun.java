package org.loligo.jmh;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.loligo.model.Precision;
import org.loligo.runtime.Device;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.util.Optional;

/**
 * Runs {@link Devices} on every device there is, in every precision it has, on every schedule that suits the workload. JMH wants the values
 * of parameters to be constants or told; here they are told.
 */
public final class DeviceRun {
    private static final String USAGE = "usage: java -cp jmh/target/benchmarks.jar org.loligo.jmh.DeviceRun RESULTS.json [options of JMH]";

    private DeviceRun() {}

    /** Writes {@code RESULTS.json}; more arguments are options of JMH, which may pick values with {@code -p}. */
    public static void main(String[] args) throws IOException, RunnerException, CommandLineOptionException {
        if (args.length == 0) {
            System.err.println(USAGE);
            System.exit(2);
        }
        CommandLineOptions asked = new CommandLineOptions(Arrays.copyOfRange(args, 1, args.length));
        List<RunResult> results = new ArrayList<>();
        for (Workload workload : Workload.values()) {
            for (DeviceName name : DeviceName.present()) {
                if (isAsked(asked, "workload", workload.toString()) && isAsked(asked, "device", name.toString())) {
                    results.addAll(run(asked, workload, name));
                }
            }
        }
        if (results.isEmpty()) {
            System.err.println("nothing was run: expected -p workload=" + Arrays.toString(Workload.values()) + " -p device="
                    + DeviceName.present());
            System.exit(2);
        }
        try (var out = new PrintStream(Files.newOutputStream(Path.of(args[0])), true, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
        }
    }

    private static boolean isAsked(CommandLineOptions options, String parameter, String value) {
        Optional<Collection<String>> values = options.getParameter(parameter);
        return !values.hasValue() || values.get().contains(value);
    }

    private static Collection<RunResult> run(CommandLineOptions asked, Workload workload, DeviceName name) throws RunnerException {
        Device device = name.device();
        OptionsBuilder options = new OptionsBuilder();
        options.parent(asked).include("\\." + Devices.class.getSimpleName() + "\\.").shouldFailOnError(true)
                .param("workload", workload.toString()).param("device", name.toString())
                .param("name", device.name());
        tell(options, asked, "schedule", device.schedules().stream().filter(workload::suits).toList());
        tell(options, asked, "precision", Arrays.stream(Precision.values()).filter(device::supports).map(Precision::toString).toList());
        tell(options, asked, "cells", List.of(Integer.toString(workload.cells())));
        tell(options, asked, "threads", threads(name));
        return new Runner(options).run();
    }

    private static void tell(OptionsBuilder options, CommandLineOptions asked, String parameter, List<String> values) {
        if (!asked.getParameter(parameter).hasValue()) {
            options.param(parameter, values.toArray(String[]::new));
        }
    }

    /** One and all on a processor, which alone lets the user choose. */
    private static List<String> threads(DeviceName name) {
        IntStream counts = name.backend().equals("cpu") ? IntStream.of(1, Runtime.getRuntime().availableProcessors()) : IntStream.of(1);
        return new TreeSet<>(counts.boxed().toList()).stream().map(n -> Integer.toString(n)).toList();
    }
}
