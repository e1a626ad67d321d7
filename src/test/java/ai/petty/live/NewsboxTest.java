package ai.petty.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NewsboxTest {
    private static final UUID PET = UUID.fromString("00000000-0000-0000-0000-000000000001");

    private final Newsbox box = new Newsbox();

    private static List<News> news(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new News(PET, "episode", Optional.empty(), JsonObject.of("number", i), i))
                .toList();
    }

    private List<News> taken() {
        var taken = new ArrayList<News>();
        for (var next = box.poll(); next != null; next = box.poll()) {
            taken.add(next);
        }
        return taken;
    }

    @Test
    void what_is_heard_of_twice_is_handed_over_once() {
        news(3).forEach(box::put);
        assertThat(taken()).isEqualTo(news(3));
        news(4).forEach(box::put);
        assertThat(taken()).containsExactly(news(4).getLast());
    }

    @Test
    void what_there_was_no_room_for_is_handed_over_when_it_is_heard_of_again() {
        var all = news(300);
        all.forEach(box::put);
        var first = taken();
        assertThat(first).hasSizeLessThan(300).endsWith(all.getLast());
        all.forEach(box::put);
        var second = taken();
        assertThat(second).doesNotContainAnyElementsOf(first);
        assertThat(first.size() + second.size()).isEqualTo(300);
    }

    @Test
    void who_takes_is_called_once_until_nothing_is_left() {
        var three = news(3);
        assertThat(three.stream().map(box::put)).containsExactly(true, false, false);
        taken();
        assertThat(box.put(news(4).getLast())).isTrue();
    }
}
