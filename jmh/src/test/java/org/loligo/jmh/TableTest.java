package org.loligo.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** The table of two results, in the form JMH 1.37 writes them. */
class TableTest {
    private static final String RESULTS = """
            [
                {
                    "jmhVersion" : "1.37",
                    "benchmark" : "org.loligo.jmh.UncoupledCells.advance",
                    "mode" : "thrpt",
                    "threads" : 1,
                    "forks" : 2,
                    "jvmArgs" : ["--add-modules=jdk.incubator.vector"],
                    "warmupIterations" : 3,
                    "warmupTime" : "2 s",
                    "measurementIterations" : 2,
                    "measurementTime" : "4 s",
                    "params" : {"cells" : "4096", "precision" : "float32", "recorded" : "nothing", "threads" : "2"},
                    "primaryMetric" : {
                        "score" : 2.75E8,
                        "scoreError" : "NaN",
                        "scoreUnit" : "ops/s",
                        "rawData" : [[1.0E8, 4.0E8], [2.0E8, 300000000]]
                    },
                    "secondaryMetrics" : {}
                },
                {
                    "jmhVersion" : "1.37",
                    "benchmark" : "org.loligo.jmh.AntennalLobe.other",
                    "mode" : "thrpt",
                    "forks" : 2,
                    "warmupIterations" : 3,
                    "warmupTime" : "2 s",
                    "measurementIterations" : 2,
                    "measurementTime" : "4 s",
                    "params" : {"cells" : "120", "precision" : "float64", "recorded" : "V", "storage" : "dense", "threads" : "1"},
                    "primaryMetric" : {"scoreUnit" : "ops/s", "rawData" : [[7.06E7, 5.0E7, 7.1E7]]}
                }
            ]
            """;

    @Test
    void aRowIsTheMedianOfTheSamplesOfAllForks() {
        assertEquals("""
                # Benchmarks: some processor

                some JDK; 1 May. JMH 1.37, 2 × 2 samples of 4 s each, after 3 × 2 s to warm up.
                `bench/README.md` says what is measured and how to do it again.

                """ + Row.HEAD + """
                | UncoupledCells | 4096 | float32 | 2 | recorded nothing | 250.0 | 4.00 | 100.0–400.0 |
                | AntennalLobe.other | 120 | float64 | 1 | recorded V, storage dense | 70.6 | 14.16 | 50.0–71.0 |
                """, Table.text(RESULTS, "some processor", "some JDK", "1 May"));
    }

    @Test
    void otherUnitsAreRefused() {
        String perMillisecond = RESULTS.replace("ops/s", "ops/ms");
        assertThrows(IllegalArgumentException.class, () -> Table.text(perMillisecond, "", "", ""));
    }

    private static final String DEVICES = """
            [
                {
                    "jmhVersion" : "1.37",
                    "benchmark" : "org.loligo.jmh.Devices.advance",
                    "mode" : "thrpt",
                    "forks" : 1,
                    "warmupIterations" : 3,
                    "warmupTime" : "2 s",
                    "measurementIterations" : 3,
                    "measurementTime" : "2 s",
                    "params" : {"cells" : "65536", "device" : "opencl:1", "name" : "A | B", "precision" : "float32", "schedule" : "staged",
                        "threads" : "1", "workload" : "uncoupled-cells"},
                    "primaryMetric" : {"scoreUnit" : "ops/s", "rawData" : [[1.0, 2.0, 3.0]]},
                    "secondaryMetrics" : {
                        "computing" : {"scoreUnit" : "ops/s", "rawData" : [[0.9, 0.91, 0.89]]},
                        "launching" : {"scoreUnit" : "ops/s", "rawData" : [[0.02, 0.01, 0.03]]},
                        "neuronSteps" : {"scoreUnit" : "ops/s", "rawData" : [[2.0E9, 3.0E9, 1.0E9]]},
                        "transferring" : {"scoreUnit" : "ops/s", "rawData" : [[0.125, 0.25, 0.5]]}
                    }
                }
            ]
            """;

    @Test
    void devicesHaveATableOfTheirOwn() {
        assertEquals("""
                # Benchmarks: some processor

                some JDK; 1 May. JMH 1.37, 1 × 3 samples of 2 s each, after 3 × 2 s to warm up.
                `bench/README.md` says what is measured and how to do it again.

                """ + DeviceRow.HEAD + """
                | uncoupled-cells | 65536 | opencl | 1 A / B | staged | float32 | 1 | 2000.0 | 0.50 | 1000.0–3000.0 | 2.0 % \
                | 90.0 % | 25.0 % |
                """, Table.text(DEVICES, "some processor", "some JDK", "1 May"));
        String perCall = DEVICES.replace("\"computing\" : {\"scoreUnit\" : \"ops/s\"", "\"computing\" : {\"scoreUnit\" : \"#\"");
        assertThrows(IllegalArgumentException.class, () -> Table.text(perCall, "", "", ""));
    }
}
