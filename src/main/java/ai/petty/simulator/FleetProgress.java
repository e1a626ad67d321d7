package ai.petty.simulator;

/**
 * Where a fleet, or one collar, stands.
 *
 * @param connected collars that may send at this moment
 * @param readingsSent handed in for sending
 * @param readingsAccepted newly stored, says the server
 * @param readingsDuplicate stored before, says the server
 * @param readingsRejected never to be stored, says the server
 * @param readingsResumed committed as a reconnect said, without an answer of their own
 * @param readingsLost refused with their whole frame, or overwritten unsent because the server was away too long
 * @param framesSent frames and requests, each sending counted
 * @param framesAcked frames and requests answered with success
 * @param motionFramesAcked of those, frames of motion
 * @param waiting frames without an answer; of collars over HTTP, readings not sent and requests without an answer
 */
public record FleetProgress(
        int collars,
        int connected,
        long readingsSent,
        long readingsAccepted,
        long readingsDuplicate,
        long readingsRejected,
        long readingsResumed,
        long readingsLost,
        long framesSent,
        long framesAcked,
        long motionFramesAcked,
        long nacked,
        long reconnects,
        long waiting) {

    static final FleetProgress NONE = new FleetProgress(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    FleetProgress plus(FleetProgress other) {
        return new FleetProgress(
                collars + other.collars,
                connected + other.connected,
                readingsSent + other.readingsSent,
                readingsAccepted + other.readingsAccepted,
                readingsDuplicate + other.readingsDuplicate,
                readingsRejected + other.readingsRejected,
                readingsResumed + other.readingsResumed,
                readingsLost + other.readingsLost,
                framesSent + other.framesSent,
                framesAcked + other.framesAcked,
                motionFramesAcked + other.motionFramesAcked,
                nacked + other.nacked,
                reconnects + other.reconnects,
                waiting + other.waiting);
    }

    /** One line for a person. */
    @Override
    public String toString() {
        return "%d/%d collars, readings: %d sent %d accepted %d duplicate %d rejected %d lost, frames: %d acknowledged (%d of motion), %d waiting, %d nacks, %d reconnects"
                .formatted(
                        connected,
                        collars,
                        readingsSent,
                        readingsAccepted + readingsResumed,
                        readingsDuplicate,
                        readingsRejected,
                        readingsLost,
                        framesAcked,
                        motionFramesAcked,
                        waiting,
                        nacked,
                        reconnects);
    }
}
