package org.loligo.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.loligo.cli.experiment.InputException;
import org.loligo.model.Names;
import org.loligo.models.Models;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code loligo models}. */
@Command(name = "models", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = "Lists the ready-made models, or shows one: states, parameters, defaults, units, equations, source.",
        footerHeading = "%nExamples:%n",
        footer = {"  loligo models", "  loligo models hodgkin-huxley"})
final class ModelsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", arity = "0..1", description = "the model to show")
    private String name;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (name == null) {
            list(out);
        } else if (Models.neuron(name).isPresent()) {
            out.print(ModelPage.of(Models.neuron(name).get()));
        } else {
            out.print(Models.synapse(name).map(ModelPage::of).orElseThrow(
                    () -> new InputException("'" + name + "' is not a model" + Names.suggestion(name, Models.names()))));
        }
        return Main.DONE;
    }

    private static void list(PrintWriter out) {
        List<String> names = Models.names();
        int width = names.stream().mapToInt(String::length).max().orElse(1);
        for (String model : names) {
            String doc = Models.neuron(model).map(m -> "neuron   " + m.doc())
                    .or(() -> Models.synapse(model).map(m -> "synapse  " + m.doc())).orElseThrow();
            out.println(model + " ".repeat(width - model.length() + 2) + doc);
        }
    }
}
