package ai.petty.config;

import java.util.regex.Pattern;

/** A number of bytes, written with a unit: {@code 512B}, {@code 16KiB}, {@code 4MiB}, {@code 1GiB}. */
public record DataSize(long bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(B|KiB|MiB|GiB)");

    /** @throws IllegalArgumentException when the text is not a whole number with a unit */
    public static DataSize parse(String text) {
        var matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("is not a size such as 512B, 16KiB, 4MiB or 1GiB");
        }
        return new DataSize(Long.parseLong(matcher.group(1)) << shift(matcher.group(2)));
    }

    private static int shift(String unit) {
        return switch (unit) {
            case "GiB" -> 30;
            case "MiB" -> 20;
            case "KiB" -> 10;
            default -> 0;
        };
    }

    /** The size as an int, for the libraries that want one; what is larger becomes the largest. */
    public int toInt() {
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    @Override
    public String toString() {
        for (var unit : new String[] {"GiB", "MiB", "KiB"}) {
            var each = 1L << shift(unit);
            if (bytes > 0 && bytes % each == 0) {
                return bytes / each + unit;
            }
        }
        return bytes + "B";
    }
}
