package org.loligo.cli;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Amounts of memory as people write them: {@code 2GiB}, {@code 500MB}, {@code 2G} (binary), or a number of bytes. */
final class ByteSize implements ITypeConverter<Long> {
    private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([A-Za-z]*)");
    private static final Map<String, Long> UNITS = Map.ofEntries(Map.entry("", 1L), Map.entry("B", 1L), Map.entry("K", 1L << 10),
            Map.entry("M", 1L << 20), Map.entry("G", 1L << 30), Map.entry("T", 1L << 40), Map.entry("KIB", 1L << 10),
            Map.entry("MIB", 1L << 20), Map.entry("GIB", 1L << 30), Map.entry("TIB", 1L << 40), Map.entry("KB", 1_000L),
            Map.entry("MB", 1_000_000L), Map.entry("GB", 1_000_000_000L), Map.entry("TB", 1_000_000_000_000L));

    @Override
    public Long convert(String text) {
        Matcher m = SIZE.matcher(text.strip());
        Long unit = m.matches() ? UNITS.get(m.group(2).toUpperCase(Locale.ROOT)) : null;
        BigDecimal bytes = unit == null ? BigDecimal.ZERO : new BigDecimal(m.group(1)).multiply(BigDecimal.valueOf(unit));
        if (bytes.compareTo(BigDecimal.ONE) < 0 || bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new TypeConversionException("'" + text + "' is not an amount of memory, expected a number with B, KiB, MiB, GiB or TiB");
        }
        return bytes.longValue();
    }

    /** The amount in the largest binary unit that leaves at least one. */
    static String text(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        double amount = bytes;
        while (amount >= 1024 && unit < units.length - 1) {
            amount /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", amount, units[unit]);
    }
}
