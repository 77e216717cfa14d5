package org.loligo.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Turns the JSON that JMH writes into a table in Markdown. */
public final class Table {
    private static final String USAGE =
            "usage: java -cp jmh/target/benchmarks.jar org.loligo.jmh.Table RESULTS.json TABLE.md MACHINE JDK DATE";

    private Table() {}

    /** Reads {@code RESULTS.json} and writes {@code TABLE.md}; the machine, the JDK and the date are told, for its head. */
    public static void main(String[] args) throws IOException {
        if (args.length != 5) {
            System.err.println(USAGE);
            System.exit(2);
        }
        Files.writeString(Path.of(args[1]), text(Files.readString(Path.of(args[0])), args[2], args[3], args[4]));
    }

    /** The table of some results. */
    static String text(String json, String machine, String jdk, String date) {
        StringBuilder rows = new StringBuilder();
        StringBuilder devices = new StringBuilder();
        List<String> efforts = new ArrayList<>();
        // JSON is YAML, and its reader is here already
        Load reader = new Load(LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build());
        for (Object each : (List<?>) reader.loadFromString(json)) {
            Map<?, ?> result = (Map<?, ?>) each;
            if (DeviceRow.isOne(result)) {
                devices.append(DeviceRow.of(result).line());
            } else {
                rows.append(Row.of(result).line());
            }
            efforts.add(effort(result));
        }
        return "# Benchmarks: " + machine + "\n\n" + jdk + "; " + date + ". "
                + efforts.stream().distinct().collect(Collectors.joining("; "))
                + ".\n`bench/README.md` says what is measured and how to do it again.\n" + section(Row.HEAD, rows)
                + section(DeviceRow.HEAD, devices);
    }

    private static String section(String head, StringBuilder lines) {
        return lines.isEmpty() ? "" : "\n" + head + lines;
    }

    private static String effort(Map<?, ?> result) {
        return "JMH " + result.get("jmhVersion") + ", " + result.get("forks") + " × " + result.get("measurementIterations")
                + " samples of " + result.get("measurementTime") + " each, after " + result.get("warmupIterations")
                + " × " + result.get("warmupTime") + " to warm up";
    }
}
