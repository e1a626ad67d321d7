package ai.petty.observability;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import net.logstash.logback.composite.AbstractJsonProvider;

/** The field {@code correlation_id} of JSON lines. */
public final class CorrelationJsonProvider extends AbstractJsonProvider<ILoggingEvent> {
    @Override
    public void writeTo(JsonGenerator generator, ILoggingEvent event) throws IOException {
        var id = Correlation.current();
        if (id.isPresent()) {
            generator.writeStringField("correlation_id", id.get());
        }
    }
}
