package ai.petty.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final Outbox target = new Outbox(4, 1_000_000);

    private static Frame frame(long t) {
        return new Frame.Readings(List.of(new CollarReading(t, 0, 60f, null, null, null, null, null)));
    }

    private void send(int count) {
        for (var i = 0; i < count; i++) {
            target.sent(target.next(100).orElseThrow(), i);
        }
    }

    @Test
    void a_full_outbox_overwrites_the_oldest_frame_that_was_never_sent() {
        LongStream.rangeClosed(1, 4).forEach(t -> target.offer(frame(t), false));
        send(2);
        assertThat(target.offer(frame(5), false)).containsExactly(frame(3));
        assertThat(target.frames()).isEqualTo(4);
    }

    @Test
    void an_outbox_full_of_sent_frames_lets_the_new_one_go() {
        LongStream.rangeClosed(1, 4).forEach(t -> target.offer(frame(t), false));
        send(4);
        assertThat(target.offer(frame(5), false)).containsExactly(frame(5));
        assertThat(target.bySeq(1)).isPresent();
    }

    @Test
    void bytes_are_bounded_as_well() {
        var small = new Outbox(1000, frame(1).bytesHeld() * 2L);
        assertThat(small.offer(frame(1), false)).isEmpty();
        assertThat(small.offer(frame(2), false)).isEmpty();
        assertThat(small.offer(frame(3), false)).containsExactly(frame(1));
    }

    @Test
    void resuming_takes_out_what_is_committed_and_sends_the_rest_under_the_same_numbers() {
        LongStream.rangeClosed(1, 4).forEach(t -> target.offer(frame(t), false));
        send(3);
        assertThat(target.resume(2)).extracting(Outbox.Entry::seq).containsExactly(1L, 2L);
        var next = target.next(1).orElseThrow();
        assertThat(next.frame()).isEqualTo(frame(3));
        assertThat(target.seqFor(next)).isEqualTo(3);
    }

    @Test
    void a_nacked_frame_is_not_believed_committed_because_a_later_one_is() {
        LongStream.rangeClosed(1, 2).forEach(t -> target.offer(frame(t), false));
        send(2);
        target.nackedForNow(target.bySeq(1).orElseThrow());
        target.take(target.bySeq(2).orElseThrow());
        assertThat(target.resume(2)).isEmpty();
        assertThat(target.next(1).orElseThrow().seq()).isEqualTo(1);
    }

    @Test
    void a_number_from_another_life_commits_nothing_of_this_one() {
        LongStream.rangeClosed(1, 3).forEach(t -> target.offer(frame(t), false));
        send(2);
        assertThat(target.resume(70)).isEmpty();
        send(3);
        assertThat(target.bySeq(71).orElseThrow().frame()).isEqualTo(frame(1));
        assertThat(target.bySeq(73).orElseThrow().frame()).isEqualTo(frame(3));
    }

    @Test
    void no_more_fly_than_the_server_allows() {
        LongStream.rangeClosed(1, 4).forEach(t -> target.offer(frame(t), false));
        send(2);
        assertThat(target.next(2)).isEmpty();
        assertThat(target.next(3)).isPresent();
    }
}
