package ai.petty.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadTest {
    @Test
    void what_was_printed_is_read_back() {
        var heads = List.of(
                Head.before(UUID.randomUUID()), new Head(UUID.randomUUID(), 7, Buffer.buffer(new byte[] {1, 2, 3})));
        assertThat(Head.parseAll(Head.print(heads) + "\n")).isEqualTo(heads);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a:b",
                "7f8d:1:00",
                "00000000-0000-4000-8000-000000000000:one:00",
                "00000000-0000-4000-8000-000000000000:1:0"
            })
    void what_is_no_head_is_called_so(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Head.parse(text))
                .withMessage("not the head of a run: " + text);
    }
}
