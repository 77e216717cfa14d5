package org.loligo.cuda.source;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The instructions in a cubin for sm_70 to sm_90, as far as their kind goes: a disassembler is not always there. A cubin is an ELF file
 * with a section of code for each kernel. An instruction takes 128 bits; its kind is in the lowest nine.
 */
final class Cubin {
    /** An instruction that is counted or looked for. {@link CubinTest} compiles what must give each. */
    enum Kind {
        MUFU(0x108),
        DIVISION_CHECK(0x102),
        CALL(0x144),
        LOAD(0x181),
        STORE(0x186),
        LOCAL_LOAD(0x183),
        LOCAL_STORE(0x187),
        DMUL(0x028),
        DADD(0x029),
        DSETP(0x02a),
        DFMA(0x02b),
        /** Between double and float. */
        F2F64(0x110),
        /** From double to an integer. */
        F2I64(0x111),
        /** From an integer to double. */
        I2F64(0x112),
        BRANCH(0x147);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /** Whether it works on doubles. */
        boolean isDouble() {
            return List.of(DMUL, DADD, DSETP, DFMA, F2F64, F2I64, I2F64).contains(this);
        }
    }

    private static final int INSTRUCTION = 16;
    /** What MUFU computes, in bits 74 to 77, for doubles: the upper half of a reciprocal, or of that of a root. */
    private static final List<Integer> DOUBLE_FUNCTIONS = List.of(6, 7);

    private final ByteBuffer code;

    private Cubin(ByteBuffer code) {
        this.code = code;
    }

    /** The code of each kernel in a cubin. */
    static Map<String, Cubin> kernels(byte[] file) {
        ByteBuffer elf = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int table = (int) elf.getLong(0x28);
        int size = elf.getShort(0x3a);
        int count = elf.getShort(0x3c);
        int names = (int) elf.getLong(table + elf.getShort(0x3e) * size + 0x18);
        Map<String, Cubin> kernels = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            int section = table + i * size;
            int start = names + elf.getInt(section);
            int end = start;
            while (file[end] != 0) {
                end++;
            }
            String name = new String(file, start, end - start, StandardCharsets.US_ASCII);
            if (name.startsWith(".text.")) {
                int length = (int) elf.getLong(section + 0x20);
                kernels.put(name.substring(".text.".length()), new Cubin(elf.slice((int) elf.getLong(section + 0x18), length)
                        .order(ByteOrder.LITTLE_ENDIAN)));
            }
        }
        return kernels;
    }

    int instructions() {
        return code.limit() / INSTRUCTION;
    }

    private boolean is(int instruction, Kind kind) {
        return (code.getShort(instruction * INSTRUCTION) & 0x1ff) == kind.code;
    }

    int count(Kind kind) {
        int n = 0;
        for (int i = 0; i < instructions(); i++) {
            n += is(i, kind) ? 1 : 0;
        }
        return n;
    }

    /** The instructions that work on doubles. */
    List<Kind> doubles() {
        List<Kind> found = new ArrayList<>();
        for (int i = 0; i < instructions(); i++) {
            for (Kind kind : Kind.values()) {
                boolean function = kind == Kind.MUFU && DOUBLE_FUNCTIONS.contains((int) (code.getLong(i * INSTRUCTION + 8) >>> 10 & 15));
                if (is(i, kind) && (kind.isDouble() || function)) {
                    found.add(kind);
                }
            }
        }
        return found;
    }

    /** The longest loop: the code between a branch and where it goes back to. What is only called from there does not count. */
    Cubin longestLoop() {
        int from = 0;
        int to = 0;
        for (int i = 0; i < instructions(); i++) {
            if (is(i, Kind.BRANCH)) {
                // in units of four bytes from the next instruction on: the upper bits from bit 34, the lowest eight in bits 16 to 23
                long low = code.getLong(i * INSTRUCTION);
                long high = code.getLong(i * INSTRUCTION + 8);
                long upper = (low >>> 34 | high << 30) << 24 >> 24;
                long target = i + 1 + (upper * 256 + (low >>> 16 & 255)) * 4 / INSTRUCTION;
                if (target >= 0 && target <= i && i + 1 - target > to - from) {
                    from = (int) target;
                    to = i + 1;
                }
            }
        }
        return new Cubin(code.slice(from * INSTRUCTION, (to - from) * INSTRUCTION).order(ByteOrder.LITTLE_ENDIAN));
    }
}
