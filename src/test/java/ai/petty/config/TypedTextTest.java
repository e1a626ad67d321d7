package ai.petty.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypedTextTest {
    @ParameterizedTest
    @CsvSource({"250ms,250", "30s,30000", "5m,300000", "2h,7200000", "35d,3024000000", "' 7 s ',7000", "0s,0"})
    void durationsAreReadInTheirUnits(String text, long millis) {
        assertThat(TypedText.parse(Duration.class, text)).isEqualTo(Duration.ofMillis(millis));
    }

    @Property
    void aDurationIsPrintedAsItIsRead(@ForAll @LongRange(min = 0, max = 3_153_600_000_000L) long millis) {
        var duration = Duration.ofMillis(millis);
        assertThat(TypedText.parse(Duration.class, TypedText.print(duration))).isEqualTo(duration);
    }

    @Property
    void aSizeIsPrintedAsItIsRead(
            @ForAll @LongRange(min = 0, max = 999_999_999) long count, @ForAll @IntRange(min = 0, max = 3) int unit) {
        var size = new DataSize(count << (10 * unit));
        assertThat(TypedText.parse(DataSize.class, TypedText.print(size))).isEqualTo(size);
    }

    @Property
    void aNumberIsPrintedAsItIsRead(@ForAll long whole) {
        assertThat(TypedText.parse(long.class, TypedText.print(whole))).isEqualTo(whole);
    }

    /** Any text at all is read or refused with a sentence, never with another exception. */
    @Property
    void noTextBreaksTheReader(@ForAll @StringLength(max = 40) String text) {
        for (var type : new Class<?>[] {
            int.class,
            long.class,
            double.class,
            boolean.class,
            Duration.class,
            DataSize.class,
            PettyConfig.TlsMode.class
        }) {
            try {
                assertThat(TypedText.parse(type, text)).isNotNull();
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageStartingWith("is ");
            }
        }
    }
}
