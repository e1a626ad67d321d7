package ai.petty.client;

import static ai.petty.client.UplinkCounter.*;

import ai.petty.client.UplinkListener.Acknowledgement;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps account of a collar's frames: what is in the outbox, what was said about it, and who wants to know. */
final class Ledger {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    private final String collarId;
    private final Outbox outbox;
    private final UplinkListener listener;
    private final UplinkCounts counts;

    Ledger(UplinkOptions options, UplinkListener listener, UplinkCounts counts) {
        this.collarId = options.collarId();
        this.outbox = new Outbox(options.outboxFrames(), options.outboxBytes());
        this.listener = listener;
        this.counts = counts;
    }

    Outbox outbox() {
        return outbox;
    }

    void offered(Frame frame) {
        count(frame, READINGS_OFFERED);
        keep(frame, false);
    }

    private void keep(Frame frame, boolean restamped) {
        for (var dropped : outbox.offer(frame, restamped)) {
            counts.add(FRAMES_DROPPED, 1);
            count(dropped, READINGS_DROPPED);
            listener.dropped(dropped);
        }
    }

    void sent(Outbox.Entry entry) {
        counts.add(FRAMES_SENT, 1);
        counts.add(FRAMES_RESENT, entry.sentBefore() ? 1 : 0);
        outbox.sent(entry, System.nanoTime());
    }

    void resume(long resumeAfter) {
        for (var entry : outbox.resume(resumeAfter)) {
            counts.add(FRAMES_RESUMED, 1);
            count(entry.frame(), READINGS_RESUMED);
            answered(new Acknowledgement(entry.seq(), entry.frame(), 0, 0, List.of(), true));
        }
    }

    /** @param clockOffsetMicros the server's clock minus the collar's */
    void acked(ServerFrame.Ack ack, long clockOffsetMicros) {
        outbox.bySeq(ack.seq()).ifPresent(entry -> {
            var frame = entry.frame();
            outbox.take(entry);
            counts.add(FRAMES_ACKED, 1);
            if (frame instanceof Frame.Readings) {
                counts.add(READINGS_ACCEPTED, ack.accepted());
                counts.add(READINGS_DUPLICATE, ack.duplicates());
                counts.add(READINGS_REJECTED, ack.rejected().size());
            }
            if (!entry.restamped()) {
                Restamping.of(frame, ack.rejected(), clockOffsetMicros).ifPresent(again -> {
                    count(again, READINGS_RESTAMPED);
                    keep(again, true);
                });
            }
            answered(new Acknowledgement(ack.seq(), frame, ack.accepted(), ack.duplicates(), ack.rejected(), false));
        });
    }

    private void answered(Acknowledgement acknowledgement) {
        counts.add(MOTION_FRAMES_ACKED, acknowledgement.frame() instanceof Frame.Motion ? 1 : 0);
        listener.acknowledged(acknowledgement);
    }

    void nacked(ServerFrame.Nack nack) {
        counts.add(NACKED, 1);
        // without a number nothing can be said about any frame: the answer timeout takes care of the one meant
        var entry = nack.seq().isPresent() ? outbox.bySeq(nack.seq().getAsLong()) : Optional.<Outbox.Entry>empty();
        if (nack.retryAfter().isPresent()) {
            entry.ifPresent(outbox::nackedForNow);
        } else {
            entry.ifPresent(refused -> refuse(refused, nack.code()));
        }
    }

    /** Readings go in two halves; a single item can only be given up. */
    void tooLarge(Outbox.Entry entry) {
        if (entry.frame() instanceof Frame.Readings(var readings) && readings.size() > 1) {
            var middle = readings.size() / 2;
            outbox.replace(
                    entry,
                    List.of(
                            new Frame.Readings(readings.subList(0, middle)),
                            new Frame.Readings(readings.subList(middle, readings.size()))));
        } else {
            refuse(entry, "request.too_large");
        }
    }

    private void refuse(Outbox.Entry entry, String code) {
        LOG.warn("collar {}: a frame was refused for good: {}", collarId, code);
        outbox.take(entry);
        counts.add(FRAMES_REFUSED, 1);
        count(entry.frame(), READINGS_REFUSED);
        listener.refused(entry.frame(), code);
    }

    private void count(Frame frame, UplinkCounter counter) {
        counts.add(counter, frame instanceof Frame.Readings ? frame.items() : 0);
    }
}
