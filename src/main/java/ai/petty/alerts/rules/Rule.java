package ai.petty.alerts.rules;

import ai.petty.notifications.Category;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be wrong. A code stands in rows and in alert ids: it never changes its meaning. */
public enum Rule {
    HIGH_HEART_RATE(1, Category.HEALTH),
    INACTIVITY(2, Category.HEALTH),
    GEOFENCE(3, Category.ESCAPE),
    LOW_BATTERY(4, Category.DEVICE),
    OFFLINE(5, Category.DEVICE);

    private final int code;
    private final Category category;

    Rule(int code, Category category) {
        this.code = code;
        this.category = category;
    }

    public int code() {
        return code;
    }

    public Category category() {
        return category;
    }

    /** As v2 calls it: {@code high_heart_rate}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Rule> ofCode(int code) {
        return Arrays.stream(values()).filter(one -> one.code == code).findFirst();
    }
}
