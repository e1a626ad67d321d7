package ai.petty.identity.session;

import java.util.regex.Pattern;

/** What a list of sessions calls a device: the beginning of what its program calls itself, without anything unprintable. */
final class DeviceLabel {
    private static final int LONGEST = 120;
    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x20-\\x7e]");

    private DeviceLabel() {}

    static String of(String userAgent) {
        var printable = UNPRINTABLE.matcher(userAgent).replaceAll("").strip();
        return printable.substring(0, Math.min(LONGEST, printable.length()));
    }
}
