package org.loligo.runtime.accelerator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Kernels that were compiled before, on disk, each under a hash of all it depends on. Several processes may use one folder at once. Nothing
 * here ever fails: what cannot be read is absent, what cannot be written is compiled again the next time.
 */
public final class KernelCache {
    private static final long STANDARD_LIMIT = 256L << 20;
    private static final Duration ABANDONED = Duration.ofHours(1);
    private static final String ENTRY = ".kernel";
    private static final String UNFINISHED = ".unfinished";
    private static final int HASH_BYTES = 32;

    private final Optional<Path> folder;
    private final long limitBytes;

    /**
     * A cache.
     *
     * @param folder     where it lies; it need not exist
     * @param limitBytes the most it holds; beyond that, what was not used for longest goes
     */
    public KernelCache(Path folder, long limitBytes) {
        this(Optional.of(folder), limitBytes);
    }

    private KernelCache(Optional<Path> folder, long limitBytes) {
        this.folder = folder;
        this.limitBytes = limitBytes;
    }

    /**
     * The cache of this user: in the folder that the system property {@code loligo.cache} or the environment variable
     * {@code LOLIGO_CACHE} names, else where this operating system keeps caches.
     */
    public static KernelCache standard() {
        return new KernelCache(folder(System::getProperty, System::getenv), STANDARD_LIMIT);
    }

    /** A cache that keeps nothing, for drivers that have a better one. */
    public static KernelCache none() {
        return new KernelCache(Optional.empty(), 0);
    }

    /** The folder by these properties and this environment; empty where not even a home is known. */
    static Optional<Path> folder(UnaryOperator<String> property, UnaryOperator<String> environment) {
        return first(property.apply("loligo.cache"), environment.apply("LOLIGO_CACHE")).map(Path::of)
                .or(() -> cachesOf(property, environment).map(caches -> caches.resolve("loligo")));
    }

    private static Optional<Path> cachesOf(UnaryOperator<String> property, UnaryOperator<String> environment) {
        Optional<Path> home = first(property.apply("user.home")).map(Path::of);
        String system = String.valueOf(property.apply("os.name")).toLowerCase(Locale.ROOT);
        if (system.startsWith("mac")) {
            return home.map(h -> h.resolve("Library/Caches"));
        }
        if (system.startsWith("windows")) {
            return first(environment.apply("LOCALAPPDATA")).map(Path::of).or(() -> home.map(h -> h.resolve("AppData/Local")));
        }
        // relative paths are to be ignored, says the XDG Base Directory Specification
        return first(environment.apply("XDG_CACHE_HOME")).map(Path::of).filter(Path::isAbsolute)
                .or(() -> home.map(h -> h.resolve(".cache")));
    }

    private static Optional<String> first(String... candidates) {
        return Arrays.stream(candidates).filter(c -> c != null && !c.isBlank()).findFirst();
    }

    /** A key that differs whenever one of these texts does. */
    public static String key(String... parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            // the length first, so that no two lists of parts run together to the same bytes
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** What was stored under a key, if it is there and whole. */
    public Optional<byte[]> get(String key) {
        return folder.flatMap(f -> read(f.resolve(key + ENTRY)));
    }

    private static Optional<byte[]> read(Path file) {
        try {
            byte[] stored = Files.readAllBytes(file);
            if (stored.length < HASH_BYTES) {
                return Optional.empty();
            }
            byte[] hash = Arrays.copyOf(stored, HASH_BYTES);
            byte[] content = Arrays.copyOfRange(stored, HASH_BYTES, stored.length);
            if (!MessageDigest.isEqual(hash, sha256().digest(content))) {
                return Optional.empty();
            }
            markUsed(file);
            return Optional.of(content);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static void markUsed(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } catch (IOException _) {
            // a cache that can only be read still serves
        }
    }

    /** Stores something under a key, and removes what was not used for longest while there is too much. */
    public void put(String key, byte[] content) {
        if (folder.isEmpty() || content.length + HASH_BYTES > limitBytes) {
            return;
        }
        Path unfinished = null;
        try {
            Files.createDirectories(folder.get());
            unfinished = Files.createTempFile(folder.get(), key, UNFINISHED);
            Files.write(unfinished, concatenated(sha256().digest(content), content));
            Files.move(unfinished, folder.get().resolve(key + ENTRY), StandardCopyOption.ATOMIC_MOVE);
            trim(folder.get());
        } catch (IOException _) {
            remove(unfinished);
        }
    }

    private static byte[] concatenated(byte[] hash, byte[] content) {
        byte[] all = Arrays.copyOf(hash, hash.length + content.length);
        System.arraycopy(content, 0, all, hash.length, content.length);
        return all;
    }

    private static void remove(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException _) {
            // it goes with what is abandoned
        }
    }

    private record Entry(Path file, long bytes, Instant used) {}

    private void trim(Path in) throws IOException {
        List<Entry> entries = new ArrayList<>();
        Instant abandoned = Instant.now().minus(ABANDONED);
        for (Path file : files(in)) {
            String name = file.getFileName().toString();
            Optional<Entry> entry = entry(file);
            if (name.endsWith(ENTRY)) {
                entry.ifPresent(entries::add);
            } else if (name.endsWith(UNFINISHED) && entry.filter(e -> e.used().isBefore(abandoned)).isPresent()) {
                // of a process that was killed
                remove(file);
            }
        }
        entries.sort(Comparator.comparing(Entry::used));
        long total = entries.stream().mapToLong(Entry::bytes).sum();
        for (Entry oldest : entries) {
            if (total <= limitBytes) {
                return;
            }
            remove(oldest.file());
            total -= oldest.bytes();
        }
    }

    private static List<Path> files(Path in) throws IOException {
        try (Stream<Path> files = Files.list(in)) {
            return files.toList();
        }
    }

    /** Empty where another process has removed it meanwhile. */
    private static Optional<Entry> entry(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Entry(file, attributes.size(), attributes.lastModifiedTime().toInstant()));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            // every Java platform has it
            throw new IllegalStateException(e);
        }
    }
}
