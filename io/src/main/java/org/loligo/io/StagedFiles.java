package org.loligo.io;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Files that are to appear together: they are written under hidden names, made durable all at once (a disk does that faster than one
 * after the other), and only then given their names.
 */
final class StagedFiles implements Closeable {
    private static final int MOST = 32; // no run should hold hundreds of open files

    private final List<OutputFile> files = new ArrayList<>();

    /** A new file in a folder, to be written by the caller; commits the earlier ones when there are many. */
    OutputFile stage(OutputFolder folder, String name) throws IOException {
        if (files.size() == MOST) {
            commit();
        }
        OutputFile file = folder.file(name);
        files.add(file);
        return file;
    }

    /** Gives the files their names, in the order in which they were staged. When this returns their contents are durable. */
    void commit() throws IOException {
        try {
            forceAll();
            for (OutputFile file : files) {
                file.publish();
            }
        } finally {
            close();
        }
    }

    private void forceAll() throws IOException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> forced = new ArrayList<>();
            for (OutputFile file : files) {
                forced.add(threads.submit(() -> {
                    file.force();
                    return null;
                }));
            }
            for (Future<Void> one : forced) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the output was written", e);
        }
    }

    @Override
    public void close() throws IOException {
        List<OutputFile> open = List.copyOf(files);
        files.clear();
        OutputFile.closeAll(open);
    }
}
