package org.loligo.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/** A folder that exists, to put output files into. */
record OutputFolder(Path path) {

    /** Makes the folder and those above it where they are missing. */
    static OutputFolder create(Path path) throws IOException {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new DiskException("create the folder", path, e);
        }
        return new OutputFolder(path);
    }

    /** Makes a folder that is not there yet, or is empty. */
    static OutputFolder createEmpty(Path path) throws IOException {
        OutputFolder folder = create(path);
        boolean empty;
        try (Stream<Path> inside = Files.list(path)) {
            empty = inside.findAny().isEmpty();
        } catch (IOException e) {
            throw new DiskException("look into the folder", path, e);
        }
        if (!empty) {
            throw new IOException("cannot create the folder " + path + ": it is there already, with files in it");
        }
        return folder;
    }

    /** A folder inside this one. */
    OutputFolder folder(String name) throws IOException {
        return create(path.resolve(name));
    }

    /** A new file inside this folder; see {@link OutputFile#create}. */
    OutputFile file(String name) throws IOException {
        return OutputFile.create(path.resolve(name));
    }

    /** A file of this folder that is to be written on; see {@link OutputFile#reopen}. */
    OutputFile reopen(String name) throws IOException {
        return OutputFile.reopen(path.resolve(name));
    }

    /** A file of this folder that is not published and to be written on; see {@link OutputFile#reopenHidden}. */
    OutputFile reopenHidden(String name, String otherwise) throws IOException {
        return OutputFile.reopenHidden(path.resolve(name), path.resolve(otherwise));
    }

    /** The bytes of a file of this folder that was not published, or −1 where there is none. */
    long hiddenLength(String name) throws IOException {
        return OutputFile.hiddenLength(path.resolve(name));
    }

    /** Makes the names in this folder durable, where the system can do that. */
    void force() {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException _) {
            // Some systems cannot open a folder as a file. The data are durable already; only a power cut right now could lose a name.
        }
    }
}
