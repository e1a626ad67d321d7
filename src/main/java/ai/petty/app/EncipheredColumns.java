package ai.petty.app;

import ai.petty.privacy.EncipheredColumn;
import java.util.List;

/** Every column that holds envelopes of the field cipher: those that a rotation of the keys must reach. */
public final class EncipheredColumns {
    /** A test holds this list against the schema. */
    public static final List<EncipheredColumn> ALL = List.of(
            EncipheredColumn.of("account", "email", "account_id"),
            EncipheredColumn.of("account", "name", "account_id"),
            EncipheredColumn.of("account", "phone", "account_id"),
            EncipheredColumn.of("session", "device", "session_id"),
            EncipheredColumn.of("idempotency", "answer", "idempotency_id"),
            EncipheredColumn.of("mail", "recipient", "mail_id"),
            EncipheredColumn.of("mail", "content", "mail_id"),
            EncipheredColumn.of("pet", "name_sealed", "pet_id"),
            EncipheredColumn.of("pet", "notes_sealed", "pet_id"),
            EncipheredColumn.of("pet", "food_sealed", "pet_id"),
            EncipheredColumn.of("invitation", "email_sealed", "invitation_id"),
            EncipheredColumn.of("webhook", "url", "webhook_id"),
            EncipheredColumn.of("webhook", "secret", "webhook_id"),
            EncipheredColumn.of("webhook", "former_secret", "webhook_id"),
            EncipheredColumn.of("notice", "facts", "notice_id"),
            EncipheredColumn.of("zone", "name_sealed", "zone_id"),
            EncipheredColumn.of("zone", "shape_sealed", "zone_id"),
            EncipheredColumn.of("feedback", "event_sealed", "feedback_id"),
            EncipheredColumn.of("feedback", "note_sealed", "feedback_id"),
            EncipheredColumn.of("feedback", "segment_sealed", "feedback_id"));

    private EncipheredColumns() {}
}
