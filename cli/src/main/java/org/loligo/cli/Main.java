package org.loligo.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.loligo.cli.experiment.InputException;
import org.loligo.model.ModelException;
import org.loligo.model.Names;
import org.loligo.model.SizeException;
import org.loligo.runtime.CapacityException;
import org.loligo.runtime.DeviceException;
import org.loligo.runtime.NonFiniteException;
import org.loligo.runtime.StoppedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program {@code loligo}. What goes wrong anywhere below ends here as one sentence and an exit code. */
@Command(name = "loligo", mixinStandardHelpOptions = true, versionProvider = Version.class, synopsisSubcommandLabel = "COMMAND",
        description = "Simulates networks of neurons on CPUs and GPUs.",
        subcommands = {RunCommand.class, ShowCommand.class, ModelsCommand.class, DevicesCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  loligo run examples/f-i-curve.yaml",
            "  loligo run examples/feed-forward.yaml --set time.stop=50 --out /tmp/short",
            "  loligo models hodgkin-huxley",
            "  loligo COMMAND --help",
            "",
            "Exit codes: 0 done; 2 a mistake in what was given; 3 no such device; 4 not enough memory or disk; 1 anything else;",
            "130, 143, 129 stopped by Ctrl-C, SIGTERM, SIGHUP."
        })
public final class Main {
    private static final System.Logger LOG = System.getLogger(Main.class.getName());

    /** Everything went well. */
    static final int DONE = 0;
    /** Anything that has no code of its own. */
    static final int FAILED = 1;
    /** A mistake in what the user gave. */
    static final int MISTAKE = 2;
    /** No such device, or it cannot do what is asked. */
    static final int NO_DEVICE = 3;
    /** Not enough memory or disk. */
    static final int NO_ROOM = 4;

    /** Characters of a sentence. */
    private static final int LONGEST = 1000;

    private Main() {}

    /** Runs the command line and exits. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, args));
    }

    /** Runs the command line with the given standard output and standard error, and gives the exit code. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine loligo = new CommandLine(new Main()).setOut(out).setErr(err).setUsageHelpAutoWidth(true);
        loligo.setParameterExceptionHandler((mistake, _) -> fail(err, mistake));
        loligo.setExecutionExceptionHandler((e, _, _) -> fail(err, e));
        try {
            if (args.length == 0) {
                loligo.usage(err);
                return MISTAKE;
            }
            return loligo.execute(args);
        } catch (Error e) {
            // picocli passes on exceptions only
            return fail(err, e);
        } finally {
            out.flush();
            err.flush();
        }
    }

    private static int fail(PrintWriter err, Throwable failure) {
        int code = exitCode(failure);
        err.println("loligo: " + shown(sentence(failure)));
        if (isBug(failure)) {
            LOG.log(System.Logger.Level.ERROR, "internal error", failure);
        }
        return code;
    }

    /** A sentence on one line and of a length to read: what it quotes comes from files, which may hold anything. */
    private static String shown(String sentence) {
        String line = sentence.replaceAll("(\\p{Cntrl}|\\R)+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST / 2) + " … " + line.substring(line.length() - LONGEST / 2);
    }

    /** The exit code of a failure. */
    static int exitCode(Throwable failure) {
        return switch (failure) {
            case InputException _, ModelException _, ParameterException _ -> MISTAKE;
            case DeviceException _ -> NO_DEVICE;
            case CapacityException _, SizeException _, OutOfMemoryError _ -> NO_ROOM;
            case UncheckedIOException e -> exitCode(e.getCause());
            case IOException e when isDiskFull(e) -> NO_ROOM;
            default -> FAILED;
        };
    }

    private static boolean isDiskFull(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left") || message.contains("not enough space") || message.contains("quota exceeded");
    }

    private static boolean isBug(Throwable failure) {
        return exitCode(failure) == FAILED && !(failure instanceof IOException) && !(failure instanceof UncheckedIOException)
                && !(failure instanceof NonFiniteException || failure instanceof StoppedException);
    }

    /** One sentence about a failure. */
    static String sentence(Throwable failure) {
        return switch (failure) {
            case UnmatchedArgumentException e -> unmatched(e);
            case ParameterException e -> e.getMessage().replaceAll("\\s*\\R\\s*", " ") + "; " + tryHelp(e.getCommandLine());
            case OutOfMemoryError e -> "not enough memory: " + e.getMessage() + "; the Java heap has "
                    + ByteSize.text(Runtime.getRuntime().maxMemory());
            case UncheckedIOException e -> sentence(e.getCause());
            case IOException e -> "cannot read or write: " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
            case Throwable bug when isBug(bug) -> "internal error: " + bug + "; this is a bug of Loligo, please report it";
            default -> failure.getMessage();
        };
    }

    private static String unmatched(UnmatchedArgumentException e) {
        CommandLine command = e.getCommandLine();
        String wrong = e.getUnmatched().getFirst();
        List<String> valid = new ArrayList<>();
        if (wrong.startsWith("-")) {
            command.getCommandSpec().options().forEach(o -> valid.add(o.longestName()));
            String name = wrong.contains("=") ? wrong.substring(0, wrong.indexOf('=')) : wrong;
            return "'" + name + "' is not an option of '" + command.getCommandSpec().qualifiedName() + "'" + Names.suggestion(name, valid);
        }
        if (!command.getSubcommands().isEmpty()) {
            return "'" + wrong + "' is not a command" + Names.suggestion(wrong, command.getSubcommands().keySet());
        }
        return "'" + wrong + "' is one argument too many; " + tryHelp(command);
    }

    private static String tryHelp(CommandLine command) {
        return "see '" + command.getCommandSpec().qualifiedName() + " --help'";
    }
}
