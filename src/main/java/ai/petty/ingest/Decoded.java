package ai.petty.ingest;

import ai.petty.problem.FieldError;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One item of a body or a frame: a good reading, or everything that is wrong with it. */
public sealed interface Decoded {
    /** A reading, and the collar it names for itself, if it does. */
    record Good(@Nullable String serial, Reading reading) implements Decoded {
        public Optional<String> collarSerial() {
            return Optional.ofNullable(serial);
        }
    }

    /** What is wrong; never empty. */
    record Bad(List<FieldError> errors) implements Decoded {
        static Bad of(String pointer, String code, String detail) {
            return new Bad(List.of(new FieldError(pointer, code, detail)));
        }
    }
}
