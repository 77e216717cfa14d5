package org.loligo.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.loligo.cli.experiment.ExperimentFile;
import org.loligo.model.Summary.SpikeStatistic;
import org.loligo.runtime.Device;
import org.loligo.runtime.Leg;
import org.loligo.runtime.RunReport;
import org.loligo.runtime.SummaryValues;

/** The record of a run: the line printed at its end and {@code run.json}. Keys and their order are a contract with scripts. */
final class RunRecord {
    private static final Pattern UNFINISHED = Pattern.compile("\\{\"experiment\": \"(?:[^\"\\\\]|\\\\.)*\", \"error\": ");

    private RunRecord() {}

    /** Of a run that reached its end. */
    static Map<String, Object> finished(RunReport report, Path out) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("experiment", report.experiment());
        record.put("backend", report.leg().backend());
        record.put("device", report.leg().device());
        record.put("precision", report.leg().precision());
        record.put("schedule", report.leg().schedule());
        record.put("instances", report.instances());
        record.put("neurons", report.neurons());
        record.put("synapses", report.synapses());
        record.put("steps", report.steps());
        record.put("storage", new TreeMap<>(report.storage()));
        record.put("compile_s", report.compileSeconds());
        record.put("compute_s", report.computeSeconds());
        record.put("run_s", report.runSeconds());
        record.put("neuron_steps_per_s", report.neuronStepsPerSecond());
        record.put("spikes", report.spikes());
        record.put("out", out);
        if (report.instances() == 1 && !report.summaries().isEmpty()) {
            record.put("summary", summary(report));
        }
        record.put("passes", report.leg().passes());
        record.put("fast_math", report.leg().fastMath());
        record.put("width", report.leg().width());
        record.put("threads", report.threads());
        record.put("program_hash", report.leg().program());
        record.put("output_s", report.outputSeconds());
        record.put("output_share", report.runSeconds() > 0 ? report.outputSeconds() / report.runSeconds() : 0.0);
        if (report.legs().size() > 1) {
            record.put("legs", report.legs().stream().map(RunRecord::leg).toList());
        }
        record.put("versions", Version.all());
        return record;
    }

    private static Map<String, Object> leg(Leg leg) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("from_step", leg.fromStep());
        record.put("backend", leg.backend());
        record.put("device", leg.device());
        record.put("schedule", leg.schedule());
        record.put("precision", leg.precision());
        record.put("passes", leg.passes());
        record.put("fast_math", leg.fastMath());
        record.put("width", leg.width());
        record.put("program_hash", leg.program());
        return record;
    }

    /** What one instance was summarised to; null where there is no such number. */
    private static Map<String, Object> summary(RunReport report) {
        Map<String, Object> summary = new LinkedHashMap<>();
        for (SummaryValues s : report.summaries()) {
            if (s.series().element().isEmpty()) {
                summary.put(s.series().column(), s.series().statistic() == SpikeStatistic.COUNT ? (Number) (long) s.values()[0]
                        : (Number) s.values()[0]);
            }
        }
        return summary;
    }

    /** Of a run that is under way, or that was killed. */
    static Map<String, Object> unfinished(ExperimentFile file, Device device, Path out) {
        return failed(file, device, out, "the run has not finished");
    }

    /** Of a run that stopped before its end. */
    static Map<String, Object> failed(ExperimentFile file, Device device, Path out, String error) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("experiment", file.experiment().name());
        record.put("error", error);
        record.put("backend", device.backend());
        record.put("device", device.name());
        record.put("precision", file.experiment().precision());
        record.put("instances", file.experiment().instances());
        record.put("out", out);
        record.put("versions", Version.all());
        return record;
    }

    /** Whether a {@code run.json} is that of a run that has not reached its end. */
    static boolean isUnfinished(String json) {
        return UNFINISHED.matcher(json).lookingAt();
    }

    /** Whether a {@code run.json} was written here. */
    static boolean isOurs(String json) {
        return json.startsWith("{\"experiment\": ") && json.contains("\"versions\": {\"loligo\": ");
    }
}
