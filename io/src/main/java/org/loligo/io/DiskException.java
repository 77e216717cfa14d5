package org.loligo.io;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A disk that failed, said in one sentence: the JDK's own messages are often no more than the path. */
final class DiskException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param doing what could not be done to the path, e.g. {@code write} */
    DiskException(String doing, Path path, IOException cause) {
        super("cannot " + doing + " " + path + ": " + reason(path, cause), cause);
    }

    private static String reason(Path path, IOException cause) {
        for (Path above = path.getParent(); above != null; above = above.getParent()) {
            if (Files.isRegularFile(above)) {
                return above + " is a file, not a folder";
            }
        }
        return switch (cause) {
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "a file of that name is in the way";
            case NoSuchFileException _ -> "there is no such file or folder";
            case FileSystemException e when e.getReason() != null -> e.getReason();
            case ClosedByInterruptException _ -> "the writing thread was interrupted";
            default -> cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        };
    }
}
