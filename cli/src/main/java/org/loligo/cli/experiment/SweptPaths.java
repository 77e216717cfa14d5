package org.loligo.cli.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.loligo.model.Population;
import org.loligo.model.Projection;

/** The paths of all values that a sweep can vary. */
final class SweptPaths {
    private SweptPaths() {}

    /** Those of parameters and initial states. */
    static List<String> of(List<Population> populations, List<Projection> projections) {
        List<String> paths = new ArrayList<>();
        for (Population p : populations) {
            Populations.parameters(p.model(), p.size()).forEach(s -> paths.add("populations." + p.name() + ".parameters." + s.name()));
            Populations.states(p.model(), p.size()).forEach(s -> paths.add("populations." + p.name() + ".initial." + s.name()));
        }
        for (Projection p : projections) {
            Population from = named(p.from(), populations);
            Population to = named(p.to(), populations);
            Projections.parameters(p.model(), from, to, OptionalInt.empty())
                    .forEach(s -> paths.add("projections." + p.name() + ".parameters." + s.name()));
            Projections.states(p.model(), from, to, OptionalInt.empty())
                    .forEach(s -> paths.add("projections." + p.name() + ".initial." + s.name()));
        }
        return paths;
    }

    private static Population named(String name, List<Population> populations) {
        return populations.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    }
}
