package ai.petty.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResponseScannerTest {
    private static final String ANSWER =
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nCONTENT-LENGTH: 34\r\n\r\n"
                    + "{\"accepted\": 1000, \"duplicates\": 0}".substring(0, 34);

    private final ResponseScanner target = new ResponseScanner();

    @Test
    void anAnswerIsWholeOnlyWithItsLastByteHoweverItIsCut() {
        for (var cut = 1; cut < ANSWER.length(); cut++) {
            assertThat(take(ANSWER.substring(0, cut))).isFalse();
            assertThat(take(ANSWER.substring(cut))).isTrue();
            assertThat(target.status()).isEqualTo(200);
            assertThat(target.numberAfter("\"accepted\":")).isEqualTo(1000);
            target.clear();
        }
    }

    @Test
    void anAnswerWithoutABodyEndsWithItsHead() {
        assertThat(take("HTTP/1.1 204 No Content\r\nX-Request-Id: 1\r\n\r\n")).isTrue();
        assertThat(Wire.LINE_PROTOCOL.isGood(target, 1000)).isTrue();
    }

    @Test
    void onlyAnAnswerThatAcceptsAllIsGood() {
        assertThat(take(ANSWER)).isTrue();

        assertThat(Wire.V2_TELEMETRY.isGood(target, 1000)).isTrue();
        assertThat(Wire.V2_TELEMETRY.isGood(target, 1001)).isFalse();
        assertThat(Wire.V1_INGEST.isGood(target, 1)).isFalse();
    }

    @Test
    void aRefusalIsNotGoodWhateverItsBodySays() {
        assertThat(take(ANSWER.replace("200 OK", "429 Too Many Requests"))).isTrue();

        assertThat(Wire.V2_TELEMETRY.isGood(target, 1000)).isFalse();
        assertThat(target.text()).contains("429 Too Many Requests");
    }

    @Test
    void whatItDoesNotKnowItSays() {
        assertThatThrownBy(() -> take("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"))
                .hasMessageContaining("chunks");
        assertThat(new ResponseScanner().take(bytes(""))).isFalse();
    }

    @Test
    void bytesBeyondTheAnswerAreAnError() {
        assertThat(take(ANSWER + "HTTP")).isTrue();

        assertThatThrownBy(target::clear).hasMessageContaining("More came");
    }

    private boolean take(String text) {
        return target.take(bytes(text));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
