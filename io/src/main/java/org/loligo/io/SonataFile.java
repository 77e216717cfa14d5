package org.loligo.io;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.util.function.Consumer;

/** What all HDF5 files of SONATA have in common. */
final class SonataFile {
    private static final int MAGIC = 0x0A7A;
    private static final int[] VERSION = {0, 1};

    private SonataFile() {}

    /** Writes all of a file but the values of its {@link Hdf5Space}s; again gives the same, and leaves those values where they are. */
    static void layOut(OutputFile file, Consumer<WritableGroup> contents) throws IOException {
        try (WritableHdfFile hdf5 = HdfFile.write(file.hidden())) {
            hdf5.putAttribute("magic", MAGIC, true);
            hdf5.putAttribute("version", VERSION, true);
            contents.accept(hdf5);
        } catch (HdfException e) {
            throw new DiskException("write", file.path(), e.getCause() instanceof IOException disk ? disk : new IOException(e));
        }
    }
}
