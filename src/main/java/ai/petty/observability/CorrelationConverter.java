package ai.petty.observability;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** {@code %correlation} in text lines: the id in brackets, or nothing. */
public final class CorrelationConverter extends ClassicConverter {
    @Override
    public String convert(ILoggingEvent event) {
        return Correlation.current().map(id -> " [" + id + "]").orElse("");
    }
}
