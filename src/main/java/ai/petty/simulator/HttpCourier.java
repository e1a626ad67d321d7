package ai.petty.simulator;

import ai.petty.client.CollarReading;
import ai.petty.client.Frame;
import ai.petty.client.RequestRefused;
import ai.petty.client.ServerFrame;
import ai.petty.client.TelemetryAnswer;
import ai.petty.client.TelemetryClient;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** By HTTP, one request after the other: v2 takes what has gathered, v1 one reading at a time. Motion has no way here. */
final class HttpCourier implements Courier {
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_IN_BODY = 1_000;
    private static final long PAUSE_MS = 1_000;

    private final Vertx vertx;
    private final Context context;
    private final TelemetryClient telemetry;
    private final boolean v1;
    private final Receipts receipts;
    private final Deque<CollarReading> waiting = new ArrayDeque<>();
    private final List<Promise<Void>> drains = new ArrayList<>();
    private final LongAdder sent = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private final LongAdder answers = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile boolean reachable;
    private volatile boolean busy;
    private volatile int queued;
    private boolean stopped;

    HttpCourier(Vertx vertx, TelemetryClient telemetry, boolean v1, Receipts receipts) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.telemetry = telemetry;
        this.v1 = v1;
        this.receipts = receipts;
    }

    @Override
    public void start() {
        // a request makes its own connection
    }

    @Override
    public void readings(List<CollarReading> readings) {
        sent.add(readings.size());
        readings.forEach(waiting::addLast);
        while (waiting.size() > MOST_WAITING) {
            waiting.removeFirst();
            lost.increment();
        }
        next();
    }

    @Override
    public void motion(Frame.Motion window) {
        // raw motion goes by the uplink only
    }

    private void next() {
        queued = waiting.size();
        if (busy || stopped) {
            return;
        }
        if (waiting.isEmpty()) {
            var waited = List.copyOf(drains);
            drains.clear();
            waited.forEach(Promise::tryComplete);
            return;
        }
        busy = true;
        var batch = new ArrayList<CollarReading>();
        while (!waiting.isEmpty() && batch.size() < (v1 ? 1 : MOST_IN_BODY)) {
            batch.add(waiting.removeFirst());
        }
        queued = waiting.size();
        requests.increment();
        (v1 ? telemetry.ingest(batch.getFirst()) : telemetry.send(batch))
                .onComplete(answer -> answered(batch, answer), failure -> failed(batch, failure));
    }

    private void answered(List<CollarReading> batch, TelemetryAnswer answer) {
        reachable = true;
        answers.increment();
        accepted.add(answer.accepted());
        duplicates.add(answer.duplicates());
        rejected.add(answer.rejected().size());
        var bad = answer.rejected().stream().map(ServerFrame.Rejected::index).collect(Collectors.toSet());
        var stored = new ArrayList<CollarReading>();
        for (var i = 0; i < batch.size(); i++) {
            if (!bad.contains(i)) {
                stored.add(batch.get(i));
            }
        }
        receipts.stored(stored);
        busy = false;
        next();
    }

    private void failed(List<CollarReading> batch, Throwable failure) {
        failures.increment();
        if (failure instanceof RequestRefused refused && !refused.isForNow()) {
            reachable = true;
            lost.add(batch.size());
            busy = false;
            next();
            return;
        }
        reachable = false;
        batch.reversed().forEach(waiting::addFirst);
        vertx.setTimer(PAUSE_MS, _ -> {
            busy = false;
            next();
        });
    }

    @Override
    public Future<Void> drain(Duration bound) {
        var drained = Promise.<Void>promise();
        context.runOnContext(_ -> {
            drains.add(drained);
            vertx.setTimer(Math.max(1, bound.toMillis()), _ -> drained.tryComplete());
            next();
        });
        return drained.future();
    }

    @Override
    public Future<Void> stop() {
        context.runOnContext(_ -> stopped = true);
        return Future.succeededFuture();
    }

    @Override
    public FleetProgress progress() {
        return new FleetProgress(
                1,
                reachable ? 1 : 0,
                sent.sum(),
                accepted.sum(),
                duplicates.sum(),
                rejected.sum(),
                0,
                lost.sum(),
                requests.sum(),
                answers.sum(),
                0,
                failures.sum(),
                0,
                queued + (busy ? 1 : 0));
    }
}
