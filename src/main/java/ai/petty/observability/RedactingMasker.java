package ai.petty.observability;

import com.fasterxml.jackson.core.JsonStreamContext;
import net.logstash.logback.mask.FieldMasker;
import net.logstash.logback.mask.ValueMasker;
import org.jspecify.annotations.Nullable;

/** {@link Redaction} for JSON lines: by the names of fields, and within every text. */
public final class RedactingMasker implements FieldMasker, ValueMasker {
    @Override
    public @Nullable Object mask(JsonStreamContext place) {
        var name = place.getCurrentName();
        return name != null && Redaction.masks(name) ? Redaction.MASK : null;
    }

    @Override
    public @Nullable Object mask(JsonStreamContext place, Object value) {
        if (value instanceof CharSequence text) {
            var given = text.toString();
            var redacted = Redaction.redact(given);
            return redacted.equals(given) ? null : redacted;
        }
        return null;
    }
}
