package ai.petty.notifications;

import java.util.Locale;

/** What a notification is about; people choose by it what they want to be told of. */
public enum Category {
    /** Where the pet is: it left its safe places, or came back. */
    ESCAPE,
    HEALTH,
    /** The collar: battery, silence. */
    DEVICE;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
