package org.loligo.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ways to spoil a file: at random, or where it hurts. All of them are functions of a random generator, so that each can be had again. */
final class Mutations {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final List<String> NUMBERS = List.of("0", "-1", "-0.0", "1e999", "-1e308", "1e-400", "NaN", ".nan", "-.inf", "Infinity",
            "2147483647", "2147483648", "4294967296", "9223372036854775807", "99999999999999999999", "1099511627776", "1e9", "0x10",
            "1_000", "1e99999999999", "0.1.2", "+5", "007", "1/3", "null", "~", "''", "[]", "{}", "[1, 2]", "{a: b}", "true", "*x");
    private static final List<String> BOMBS = List.of(
            "[".repeat(20_000), "{a: ".repeat(20_000), "- ".repeat(20_000), "&x [*x]", "!!java.io.File [x]", "? [a]\n: b", "<<: *x",
            "\"" + "(".repeat(10_000) + "t" + ")".repeat(10_000) + "\"", "\"t" + "+t".repeat(20_000) + "\"",
            "\"" + "-".repeat(9_000) + "t\"", "\"" + "exp(".repeat(400) + "t" + ")".repeat(400) + "\"",
            "\"2^2^2^2^t\"", "\"1/(t-t)\"", "x".repeat(100_000), "---\n", "...\n",
            "%YAML 9.9\n---\n", "\t", "\u0000", "\uFEFF", "|\n  text", "# comment", "\"\\uD800\"", "\"unended", "'", "@", "`", "%");

    private Mutations() {}

    /** A way to spoil bytes. */
    interface Mutation {
        byte[] of(byte[] bytes, Random random);
    }

    /** One of some mutations, or up to four, one after the other: what one spoils well, nobody looks behind. */
    static Mutation some(Mutation... mutations) {
        return (bytes, random) -> {
            byte[] spoilt = bytes;
            for (int n = random.nextInt(4) == 0 ? 1 + random.nextInt(4) : 1; n > 0; n--) {
                spoilt = mutations[random.nextInt(mutations.length)].of(spoilt, random);
            }
            return spoilt;
        };
    }

    /** Bits turned, bytes overwritten, left out, repeated, put in; the end cut off. */
    static byte[] bytes(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        int length = Math.min(bytes.length - at, 1 + random.nextInt(1 << random.nextInt(8)));
        byte[] piece = new byte[1 + random.nextInt(1 << random.nextInt(6))];
        random.nextBytes(piece);
        return switch (random.nextInt(6)) {
            case 0 -> {
                byte[] turned = bytes.clone();
                if (at < bytes.length) {
                    turned[at] ^= (byte) (1 << random.nextInt(8));
                }
                yield turned;
            }
            case 1 -> splice(bytes, at, Math.min(piece.length, bytes.length - at), piece);
            case 2 -> splice(bytes, at, length, new byte[0]);
            case 3 -> splice(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + length));
            case 4 -> splice(bytes, at, 0, piece);
            default -> Arrays.copyOf(bytes, at);
        };
    }

    private static byte[] splice(byte[] bytes, int at, int left, byte[] piece) {
        ByteArrayOutputStream spliced = new ByteArrayOutputStream();
        spliced.write(bytes, 0, at);
        spliced.writeBytes(piece);
        spliced.write(bytes, at + left, bytes.length - at - left);
        return spliced.toByteArray();
    }

    /** A number that is none, or too large, or of another kind. */
    static byte[] numbers(byte[] bytes, Random random) {
        return replace(bytes, NUMBER, pick(NUMBERS, random), random);
    }

    /** A word misspelled, or in the place of another. */
    static byte[] words(byte[] bytes, Random random) {
        List<String> words = WORD.matcher(text(bytes)).results().map(MatchResult::group).toList();
        if (words.isEmpty()) {
            return bytes;
        }
        String word = pick(words, random);
        int at = random.nextInt(word.length());
        return replace(bytes, WORD, switch (random.nextInt(4)) {
            case 0 -> word;
            case 1 -> word.substring(0, at) + word.substring(at + 1);
            case 2 -> word.substring(0, at) + "é" + word.substring(at);
            default -> new StringBuilder(word).reverse().toString();
        }, random);
    }

    /** Lines left out, repeated, exchanged, moved to another depth, or with a bomb in them. */
    static byte[] lines(byte[] bytes, Random random) {
        List<String> lines = new ArrayList<>(text(bytes).lines().toList());
        if (lines.isEmpty()) {
            return bytes;
        }
        int at = random.nextInt(lines.size());
        String line = lines.get(at);
        switch (random.nextInt(6)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(random.nextInt(lines.size() + 1), line);
            case 2 -> lines.set(at, lines.set(random.nextInt(lines.size()), line));
            case 3 -> lines.set(at, random.nextBoolean() ? "  " + line : line.strip());
            case 4 -> lines.set(at, line.substring(0, random.nextInt(line.length() + 1)) + pick(BOMBS, random));
            default -> lines.set(at, line.replaceFirst("(?<=[:,] ?)[^:,]*$", Matcher.quoteReplacement(pick(BOMBS, random))));
        }
        return String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A name that stands for names that stand for names: a few lines that would be more values than there are atoms. */
    static byte[] laughs(byte[] bytes, Random random) {
        StringBuilder laughs = new StringBuilder("\nx0: &x0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n");
        int depth = 2 + random.nextInt(30);
        for (int i = 1; i < depth; i++) {
            laughs.append("x").append(i).append(": &x").append(i).append(" [").append(("*x" + (i - 1) + ", ").repeat(10)).append("]\n");
        }
        byte[] all = splice(bytes, 0, 0, laughs.append("\n").toString().getBytes(StandardCharsets.US_ASCII));
        return random.nextBoolean() ? all : replace(all, NUMBER, "*x" + (depth - 1), random);
    }

    /** Some field of the header of a NumPy file that claims what the file does not hold; its length is kept right half of the time. */
    static byte[] numpyHeader(byte[] bytes, Random random) {
        int length = bytes.length < 10 ? 0 : bytes[8] & 0xff | (bytes[9] & 0xff) << 8;
        if (bytes.length < 10 + length) {
            return bytes(bytes, random);
        }
        String header = new String(bytes, 10, length, StandardCharsets.ISO_8859_1);
        String forged = switch (random.nextInt(6)) {
            case 0 -> header.replaceFirst("\\(.*?\\)", "(" + pick(NUMBERS, random) + ", " + pick(NUMBERS, random) + ")");
            case 1 -> header.replaceFirst("\\(.*?\\)", "(" + "1, ".repeat(random.nextInt(5000)) + ")");
            case 2 -> header.replaceFirst("'[<>|=][a-z]\\d+'", "'" + pick(List.of("<f2", "<i8", ">u4", "|b1", "|O", "<c16", "<f16", "|V8",
                    "<U9", "<M8[ns]", "f8", "", "<f0", "<f-8", "<i4000000000"), random) + "'");
            case 3 -> header.replaceFirst("\\(.*?\\)", "(".repeat(1 + random.nextInt(3000)) + ")".repeat(random.nextInt(3000)));
            case 4 -> header.replace("False", pick(List.of("True", "None", "0", "'False'", "__import__('os')"), random));
            default -> header.replaceFirst("'shape'",
                    pick(List.of("'shap'", "shape", "'shape': (1,), 'shape'", "'x': {'y': [", "'"), random));
        };
        byte[] text = forged.getBytes(StandardCharsets.ISO_8859_1);
        byte[] spoilt = splice(bytes, 10, length, text);
        int claimed = random.nextBoolean() ? text.length : random.nextInt(1 << 16);
        spoilt[8] = (byte) claimed;
        spoilt[9] = (byte) (claimed >> 8);
        if (random.nextInt(4) == 0) {
            spoilt[6] = (byte) random.nextInt(5);
        }
        return spoilt;
    }

    private static byte[] replace(byte[] bytes, Pattern what, String with, Random random) {
        String text = text(bytes);
        List<MatchResult> places = what.matcher(text).results().toList();
        if (places.isEmpty()) {
            return bytes;
        }
        MatchResult place = pick(places, random);
        return splice(bytes, place.start(), place.end() - place.start(), with.getBytes(StandardCharsets.UTF_8));
    }

    /** Each byte is a character, so that places in the text are places in the file. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static <T> T pick(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}
