package org.loligo.runtime.accelerator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelCacheTest {
    private static final long LIMIT = 1 << 20;

    @TempDir
    private Path folder;

    private static byte[] content(int bytes, long seed) {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        return content;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void whatIsPutIsThere() {
        byte[] content = content(12345, 1);
        new KernelCache(folder.resolve("deep/inside"), LIMIT).put("a", content);
        KernelCache other = new KernelCache(folder.resolve("deep/inside"), LIMIT);
        assertArrayEquals(content, other.get("a").orElseThrow());
        assertEquals(Optional.empty(), other.get("b"));
    }

    @Test
    void anEmptyContentIsNotAbsent() {
        KernelCache cache = new KernelCache(folder, LIMIT);
        cache.put("a", new byte[0]);
        assertEquals(0, cache.get("a").orElseThrow().length);
    }

    @Test
    void theLaterContentWins() {
        KernelCache cache = new KernelCache(folder, LIMIT);
        cache.put("a", content(100, 1));
        cache.put("a", content(50, 2));
        assertArrayEquals(content(50, 2), cache.get("a").orElseThrow());
    }

    @Test
    void aDamagedEntryIsAbsentUntilItIsPutAgain() throws IOException {
        KernelCache cache = new KernelCache(folder, LIMIT);
        cache.put("a", content(1000, 1));
        Path file = files().getFirst();
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 1, 31, 32, 33, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertEquals(Optional.empty(), cache.get("a"), "cut to " + length + " bytes");
        }
        for (int at : new int[] {0, 31, 32, whole.length - 1}) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(file, damaged);
            assertEquals(Optional.empty(), cache.get("a"), "a bit of byte " + at + " is wrong");
        }
        cache.put("a", content(1000, 1));
        assertArrayEquals(content(1000, 1), cache.get("a").orElseThrow());
    }

    @Test
    void whatWasNotUsedForLongestGoes() throws IOException {
        KernelCache cache = new KernelCache(folder, 4 * 1100);
        for (String key : List.of("a", "b", "c", "d")) {
            cache.put(key, content(1000, 1));
        }
        for (String key : List.of("a", "b", "c", "d")) {
            // a is the oldest
            Path file = files().stream().filter(f -> f.getFileName().toString().startsWith(key)).findFirst().orElseThrow();
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofMinutes('z' - key.charAt(0)))));
        }
        assertTrue(cache.get("a").isPresent());
        cache.put("e", content(1000, 1));
        assertEquals(Optional.empty(), cache.get("b"));
        for (String key : List.of("a", "c", "d", "e")) {
            assertTrue(cache.get(key).isPresent(), key);
        }
    }

    @Test
    void whatIsLargerThanTheLimitIsNotKept() throws IOException {
        KernelCache cache = new KernelCache(folder, 1000);
        cache.put("small", content(500, 1));
        cache.put("large", content(1000, 1));
        assertEquals(Optional.empty(), cache.get("large"));
        assertTrue(cache.get("small").isPresent());
        assertEquals(1, files().size());
    }

    @Test
    void whatAKilledProcessLeftGoesWhenItIsOld() throws IOException {
        Path old = Files.createFile(folder.resolve("a1.unfinished"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        Path young = Files.createFile(folder.resolve("a2.unfinished"));
        Path foreign = Files.createFile(folder.resolve("README"));
        Files.setLastModifiedTime(foreign, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        new KernelCache(folder, LIMIT).put("a", content(10, 1));
        assertFalse(Files.exists(old));
        assertTrue(Files.exists(young));
        assertTrue(Files.exists(foreign));
    }

    @Test
    void aFolderThatCannotBeIsNoError() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        KernelCache cache = new KernelCache(file.resolve("folder"), LIMIT);
        cache.put("a", content(10, 1));
        assertEquals(Optional.empty(), cache.get("a"));
    }

    @Test
    void anEntryThatCannotBeReplacedIsNoError() throws IOException {
        // a folder where the entry would be
        Files.createDirectories(folder.resolve("a.kernel/occupied"));
        KernelCache cache = new KernelCache(folder, LIMIT);
        cache.put("a", content(10, 1));
        assertEquals(Optional.empty(), cache.get("a"));
        assertEquals(1, files().size(), "the unfinished file was left");
    }

    @Test
    void nobodySeesHalfAnEntry() throws Exception {
        // every content under the key names itself by its first byte, so that a mixture of two would show
        byte[][] contents = new byte[8][];
        for (int i = 0; i < contents.length; i++) {
            contents[i] = content(20_000 + i, i);
            contents[i][0] = (byte) i;
        }
        new KernelCache(folder, LIMIT).put("a", contents[0]);
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<Void>> done = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int seed = t;
                Callable<Void> work = () -> {
                    KernelCache cache = new KernelCache(folder, LIMIT);
                    Random random = new Random(seed);
                    for (int i = 0; i < 200; i++) {
                        if (random.nextBoolean()) {
                            cache.put("a", contents[random.nextInt(contents.length)]);
                        } else {
                            byte[] seen = cache.get("a").orElseThrow();
                            assertArrayEquals(contents[seen[0]], seen);
                        }
                    }
                    return null;
                };
                done.add(threads.submit(work));
            }
            for (Future<Void> each : done) {
                each.get();
            }
        }
        assertEquals(1, files().size());
    }

    @Test
    void keysDependOnEveryPartAndWhereItEnds() {
        assertEquals(KernelCache.key("a", "b"), KernelCache.key("a", "b"));
        assertEquals(64, KernelCache.key("a", "b").length());
        List<String> keys = List.of(KernelCache.key("a", "b"), KernelCache.key("ab"), KernelCache.key("", "ab"), KernelCache.key("b", "a"),
                KernelCache.key("a", "b", ""));
        assertEquals(keys.size(), keys.stream().distinct().count());
        assertNotEquals(KernelCache.key("ä"), KernelCache.key("a"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Linux      | /p | /e | /x   | /p
            Linux      |    | /e | /x   | /e
            Linux      | '' | '' | /x   | /x/loligo
            Linux      |    |    | x    | /home/u/.cache/loligo
            Linux      |    |    | ''   | /home/u/.cache/loligo
            Mac OS X   |    |    | /x   | /home/u/Library/Caches/loligo
            Windows 11 |    |    | /x   | /local/loligo
            """)
    void theFolderIsTheUsersChoiceOrTheSystems(String system, String property, String variable, String xdg, String expected) {
        Map<String, String> properties = new HashMap<>(Map.of("os.name", system, "user.home", "/home/u"));
        properties.put("loligo.cache", property);
        Map<String, String> environment = new HashMap<>(Map.of("LOCALAPPDATA", "/local"));
        environment.put("LOLIGO_CACHE", variable);
        environment.put("XDG_CACHE_HOME", xdg);
        assertEquals(Optional.of(Path.of(expected)), KernelCache.folder(properties::get, environment::get));
    }

    @Test
    void noneKeepsNothing() {
        KernelCache.none().put("a", content(10, 1));
        assertEquals(Optional.empty(), KernelCache.none().get("a"));
    }

    @Test
    void withoutAHomeThereIsNone() {
        assertEquals(Optional.empty(), KernelCache.folder(_ -> null, _ -> null));
    }
}
