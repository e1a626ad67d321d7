package ai.petty.config;

/**
 * One key with its value and where that came from.
 *
 * @param value of the type of the key's record component; a {@link Secret} masks itself
 */
public record Setting(String key, Object value, Origin origin) {}
