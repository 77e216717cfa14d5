package org.loligo.jmh;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Another program that does the same: {@code PROGRAM WORKLOAD PRECISION FOLDER CELLS STEPS}. It reads {@code initial.f64} and
 * {@code parameter.f64} of the folder, takes the steps once, writes {@code NAME.f64} and says {@code ready}. Then, for each number that it
 * reads, it takes the steps so many times and says how many seconds that took. It ends with its input.
 */
final class Peer implements Contestant {
    private static final int PATIENCE_SECONDS = 120;

    private final String name;
    private final Process process;
    private final BufferedReader from;
    private final PrintStream to;

    /**
     * Starts it.
     *
     * @throws IOException when it cannot be started, or fails
     */
    Peer(Path program, Case what, Path folder) throws IOException {
        name = program.getFileName().toString();
        process = new ProcessBuilder(program.toString(), what.workload().toString(), what.precision(), folder.toString(),
                Integer.toString(what.cells()), Integer.toString(what.steps())).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        from = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        to = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        try {
            if (!line().equals("ready")) {
                throw new IOException("it did not say that it is ready");
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private String line() throws IOException {
        try {
            String line = CompletableFuture.supplyAsync(() -> {
                try {
                    return String.valueOf(from.readLine());
                } catch (IOException e) {
                    return e.toString();
                }
            }).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (line.equals("null")) {
                throw new IOException("it ended early");
            }
            return line;
        } catch (InterruptedException | ExecutionException e) {
            throw new IOException(e);
        } catch (TimeoutException _) {
            throw new IOException("it was silent for " + PATIENCE_SECONDS + " s");
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double seconds(int repetitions) {
        to.println(repetitions);
        try {
            return Double.parseDouble(line());
        } catch (IOException e) {
            throw new IllegalStateException(name + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
