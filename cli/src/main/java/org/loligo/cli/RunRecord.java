package org.loligo.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.loligo.cli.experiment.ExperimentFile;
import org.loligo.runtime.Device;
import org.loligo.runtime.RunReport;

/** The record of a run: the line printed at its end and {@code run.json}. Keys and their order are a contract with scripts. */
final class RunRecord {
    private RunRecord() {}

    /** Of a run that reached its end. */
    static Map<String, Object> finished(RunReport report, Path out) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("experiment", report.experiment());
        record.put("backend", report.backend());
        record.put("device", report.device());
        record.put("precision", report.precision());
        record.put("schedule", report.schedule());
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
        record.put("passes", report.passes());
        record.put("fast_math", report.fastMath());
        record.put("width", report.width());
        record.put("threads", report.threads());
        record.put("program_hash", report.programHash());
        record.put("versions", Version.all());
        return record;
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

    /** Whether a {@code run.json} was written here. */
    static boolean isOurs(String json) {
        return json.startsWith("{\"experiment\": ") && json.contains("\"versions\": {\"loligo\": ");
    }
}
