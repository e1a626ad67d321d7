package ai.petty.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StretchesTest {
    private static Fix at(long t, double lon) {
        return new Fix(t, 0, (int) (lon * 1e6), null);
    }

    @Test
    void a_line_does_not_cross_the_antimeridian() {
        var track = Stretches.of(List.of(at(1, 179.9), at(2, 180), at(3, -179.9)), 10);
        assertThat(track.stretches()).extracting(List::size).containsExactly(2, 1);
    }

    @Test
    void what_is_too_much_for_one_answer_is_left_for_the_next_without_loss() {
        var all = List.of(at(1, 0), at(2, 0), at(3, 0), at(3, 1), at(4, 0), at(5, 0));
        var told = new ArrayList<Long>();
        var from = Optional.of(0L);
        while (from.isPresent()) {
            var since = from.get();
            var rest = all.stream().filter(fix -> fix.t() >= since).limit(4).toList();
            var track = Stretches.of(rest, 3);
            track.stretches().forEach(stretch -> stretch.forEach(fix -> told.add(fix.t())));
            from = track.nextFrom();
        }
        assertThat(told).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void more_of_one_time_than_an_answer_holds_does_not_stop_the_reader() {
        var same = List.of(at(7, 0), at(7, 1), at(7, 2));
        var track = Stretches.of(same, 2);
        assertThat(track.stretches()).containsExactly(List.of(at(7, 0)));
        assertThat(track.nextFrom()).contains(8L);
    }
}
