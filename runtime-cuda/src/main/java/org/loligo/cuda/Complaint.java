package org.loligo.cuda;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.loligo.runtime.accelerator.RefusedSource;

/** What is said of a source that a compiler refuses. */
final class Complaint {
    /** {@code kernel.cu(3): error: text}, {@code kernel.cu(3): error #20: text}, {@code kernel.cu(3): catastrophic error: text}. */
    private static final Pattern PLACE = Pattern.compile("\\((\\d+)\\): (?:catastrophic )?error(?: #[-\\w]+)?: (.*)");
    /** {@code ptxas error   : text}, {@code ptxas fatal   : text}: what was compiled cannot be assembled. */
    private static final Pattern ASSEMBLER = Pattern.compile("ptxas\\s+(?:error|fatal)\\s*:.*");

    private Complaint() {}

    /** The first error, and the line; empty where the log shows no error in the source itself. */
    static Optional<String> about(String compiler, String source, String log) {
        Matcher place = PLACE.matcher(log);
        if (place.find()) {
            return Optional.of(RefusedSource.because(compiler, place.group(2), source, Integer.parseInt(place.group(1))));
        }
        Matcher assembler = ASSEMBLER.matcher(log);
        return assembler.find() ? Optional.of(RefusedSource.because(compiler, assembler.group().replaceAll("\\s+", " ")))
                : Optional.empty();
    }

    /** The first line of a log that says what went wrong. */
    static String gist(String log) {
        return log.lines().map(String::strip).filter(l -> l.contains("error") || l.contains("fatal") || l.contains("not found")).findFirst()
                .or(() -> log.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst()).orElse("it does not say why");
    }
}
