package org.loligo.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.loligo.cli.experiment.ExperimentFile;
import org.loligo.cli.experiment.InputException;
import org.loligo.codegen.StepCompiler;
import org.loligo.model.Names;
import org.loligo.runtime.Simulation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code loligo show}: what would run. */
@Command(name = "show", mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false,
        description = "Shows what would run, without running it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  loligo show examples/feed-forward.yaml",
            "  loligo show examples/feed-forward.yaml --what kernel --backend cpu"
        })
final class ShowCommand implements Callable<Integer> {
    private static final List<String> VIEWS = List.of("network", "program", "passes", "kernel", "plan");

    @Mixin
    private ExperimentOptions options;

    @Option(names = "--what", paramLabel = "VIEW", defaultValue = "network",
            description = "network: its sizes (the default); program: the step program; passes: what each compiler pass did;"
                    + " kernel: the generated source; plan: the memory plan")
    private String what;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (!VIEWS.contains(what)) {
            throw new InputException("--what: '" + what + "' is not a view" + Names.suggestion(what, VIEWS));
        }
        PrintWriter out = spec.commandLine().getOut();
        ExperimentFile file = options.read(List.of());
        if (what.equals("network")) {
            out.print(NetworkPage.of(file));
            return Main.DONE;
        }
        try (Simulation simulation = options.prepare(file, options.device(spec.commandLine().getErr(), false))) {
            out.println(switch (what) {
                case "program" -> simulation.program().toString();
                case "passes" -> passes(simulation);
                case "kernel" -> simulation.source();
                default -> simulation.plan();
            });
        }
        return Main.DONE;
    }

    /** What each pass did. */
    private static String passes(Simulation simulation) {
        StepCompiler.Compilation compilation = simulation.compilation();
        StringBuilder text = new StringBuilder("as written:\n\n").append(compilation.lowered()).append('\n');
        for (StepCompiler.Trace trace : compilation.traces()) {
            text.append("\nafter ").append(trace.pass().name())
                    .append(trace.changed() ? ":\n\n" + trace.after() + "\n" : ": nothing changed\n");
        }
        return text.toString();
    }
}
