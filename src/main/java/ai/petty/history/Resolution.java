package ai.petty.history;

import java.time.Duration;

/** How finely readings are told: each as it was sent, or summed up over a minute or an hour. */
public enum Resolution {
    RAW("raw", Duration.ZERO, Duration.ofDays(35)),
    MINUTE("1m", Duration.ofMinutes(1), Duration.ofDays(7)),
    HOUR("1h", Duration.ofHours(1), Duration.ofDays(35));

    private final String wireName;
    private final Duration width;
    private final Duration longestSpan;

    Resolution(String wireName, Duration width, Duration longestSpan) {
        this.wireName = wireName;
        this.width = width;
        this.longestSpan = longestSpan;
    }

    public String wireName() {
        return wireName;
    }

    /** What one row sums up; zero for {@link #RAW}. */
    Duration width() {
        return width;
    }

    /** The longest time that one question may span. */
    Duration longestSpan() {
        return longestSpan;
    }
}
