package org.loligo.io;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.loligo.model.Precision;

/**
 * A file that is written under a hidden name ({@code .NAME.partial}) until {@link #publish} gives it its own, in one step: whoever sees
 * the name sees a file that makes sense. It can be written on after that. Every failure is a {@link DiskException}.
 */
final class OutputFile implements Closeable {
    private static final long PIECE = 1L << 30; // what a ByteBuffer can hold is less than what a segment can
    private static final int NUMBERS = 1 << 16;

    private final Path path;
    private final Path hidden;
    private final FileChannel channel;

    private OutputFile(Path path, Path hidden, FileChannel channel) {
        this.path = path;
        this.hidden = hidden;
        this.channel = channel;
    }

    /** An empty file, still hidden, that {@link #publish} will call {@code path}. */
    static OutputFile create(Path path) throws IOException {
        return create(path, hidden(path));
    }

    private static OutputFile create(Path path, Path hidden) throws IOException {
        try {
            return new OutputFile(path, hidden, FileChannel.open(hidden, StandardOpenOption.CREATE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING));
        } catch (IOException e) {
            throw new DiskException("create", path, e);
        }
    }

    /** A file that was published and is to be written on. */
    static OutputFile reopen(Path path) throws IOException {
        return new OutputFile(path, hidden(path), existing(path, path));
    }

    /**
     * A file that was not published and is to be written on.
     *
     * @param otherwise the file that goes back under the hidden name if there is none
     */
    static OutputFile reopenHidden(Path path, Path otherwise) throws IOException {
        Path hidden = hidden(path);
        if (Files.notExists(hidden) && Files.exists(otherwise)) {
            try {
                Files.move(otherwise, hidden, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new DiskException("move back", otherwise, e);
            }
        }
        return new OutputFile(path, hidden, existing(hidden, path));
    }

    private static FileChannel existing(Path file, Path path) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new DiskException("continue", path, e);
        }
    }

    private static Path hidden(Path path) {
        return path.resolveSibling("." + path.getFileName() + ".partial");
    }

    /** An empty file, hidden under a name of its own, that {@link #publish} will call as it would call this one. */
    OutputFile other() throws IOException {
        return create(path, path.resolveSibling("." + path.getFileName() + ".other.partial"));
    }

    /** Refuses to go on with a file that does not hold what a checkpoint says. */
    void requireLength(long bytes) throws IOException {
        try {
            if (channel.size() < bytes) {
                throw new IOException("it has " + channel.size() + " bytes, and the checkpoint says at least " + bytes);
            }
        } catch (IOException e) {
            throw new DiskException("continue", path, e);
        }
    }

    /** The name of the file when it is published. */
    Path path() {
        return path;
    }

    /** Where the file is until it is published. */
    Path hidden() {
        return hidden;
    }

    /** Writes all remaining bytes at a position. */
    void write(ByteBuffer bytes, long position) throws IOException {
        try {
            for (long at = position; bytes.hasRemaining();) {
                at += channel.write(bytes, at);
            }
        } catch (IOException e) {
            throw new DiskException("write", path, e);
        }
    }

    /** Writes native memory of any length at a position. */
    void write(MemorySegment bytes, long position) throws IOException {
        for (long done = 0; done < bytes.byteSize(); done += PIECE) {
            write(bytes.asSlice(done, Math.min(PIECE, bytes.byteSize() - done)).asByteBuffer(), position + done);
        }
    }

    /** Writes numbers at a position, rounded to a precision, in native byte order. */
    void write(double[] numbers, Precision precision, long position) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(Math.min(numbers.length, NUMBERS) * precision.bytes()).order(ByteOrder.nativeOrder());
        for (int from = 0; from < numbers.length; from += NUMBERS) {
            piece.clear();
            for (int i = from; i < Math.min(numbers.length, from + NUMBERS); i++) {
                switch (precision) {
                    case FLOAT32 -> piece.putFloat((float) numbers[i]);
                    case FLOAT64 -> piece.putDouble(numbers[i]);
                }
            }
            write(piece.flip(), position + (long) from * precision.bytes());
        }
    }

    /** Fills the buffer from a position and flips it. */
    void read(ByteBuffer bytes, long position) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, position + bytes.position()) < 0) {
                    throw new IOException("it ends early");
                }
            }
        } catch (IOException e) {
            throw new DiskException("read back", path, e);
        }
        bytes.flip();
    }

    /** Cuts the file off at a length. */
    void truncate(long length) throws IOException {
        try {
            channel.truncate(length);
        } catch (IOException e) {
            throw new DiskException("shorten", path, e);
        }
    }

    /** Waits until what was written is on the disk. */
    void force() throws IOException {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw new DiskException("write", path, e);
        }
    }

    /** Gives the file its name, in place of any file that has it. */
    void publish() throws IOException {
        try {
            Files.move(hidden, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new DiskException("create", path, e);
        }
    }

    /** Closes and removes a file that was never published. */
    void discard() throws IOException {
        close();
        discard(hidden);
    }

    /** Removes what is left of a file that was never to be published, if there is any. */
    static void discardHidden(Path path) throws IOException {
        discard(hidden(path));
    }

    private static void discard(Path hidden) throws IOException {
        try {
            Files.deleteIfExists(hidden);
        } catch (IOException e) {
            throw new DiskException("remove", hidden, e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } catch (IOException e) {
            throw new DiskException("write", path, e);
        }
    }

    /** Closes all of them, whatever fails on the way, and throws the first failure. */
    static void closeAll(List<? extends Closeable> files) throws IOException {
        IOException failure = null;
        for (Closeable file : files) {
            try {
                file.close();
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
