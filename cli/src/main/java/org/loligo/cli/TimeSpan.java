package org.loligo.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Spans of wall time as people write them: {@code 90s}, {@code 5min}, {@code 1.5h}, a number of seconds, or {@code never}. */
final class TimeSpan implements ITypeConverter<Duration> {
    /** Longer than anything. */
    static final Duration NEVER = Duration.ofSeconds(Long.MAX_VALUE);

    private static final Pattern SPAN = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)\\s*([a-z]*)");
    private static final Map<String, Long> SECONDS = Map.of("", 1L, "s", 1L, "min", 60L, "h", 3600L, "d", 86400L);

    @Override
    public Duration convert(String text) {
        if (text.strip().equals("never")) {
            return NEVER;
        }
        Matcher m = SPAN.matcher(text.strip());
        Long unit = m.matches() ? SECONDS.get(m.group(2)) : null;
        if (unit == null) {
            throw new TypeConversionException("'" + text + "' is not a span of time, expected a number with s, min, h or d, or never");
        }
        return Duration.ofMillis(new BigDecimal(m.group(1)).multiply(BigDecimal.valueOf(1000 * unit)).longValue());
    }

    /** A number of seconds in the unit people would use: {@code 45 s}, {@code 12 min}, {@code 3.5 h}, {@code 2.1 d}. */
    static String text(double seconds) {
        return seconds < 100 ? String.format(java.util.Locale.ROOT, "%.0f s", seconds)
                : seconds < 6000 ? String.format(java.util.Locale.ROOT, "%.0f min", seconds / 60)
                : seconds < 360_000 ? String.format(java.util.Locale.ROOT, "%.1f h", seconds / 3600)
                : String.format(java.util.Locale.ROOT, "%.1f d", seconds / 86400);
    }
}
