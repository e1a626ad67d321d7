package ai.petty.alerts;

import ai.petty.alerts.StateRepository.Kept;
import ai.petty.config.PettyConfig;
import ai.petty.inference.Evaluated;
import ai.petty.inference.EvaluationFollower;
import ai.petty.ingest.CommitListener.Stored;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;

/**
 * Judges what is new of a pairing as it is evaluated, in the evaluation's own transaction: what was found is committed with it, and once.
 * Each rule goes on from the newest reading that it was told. A fix that is stored after a heartbeat of the same time, or of a moment
 * later, is news to the rule that it concerns; one that is older than the fix before it is judged by nobody.
 */
public final class Alerting implements EvaluationFollower {
    private final Judge judge;
    private final Ledger ledger;
    private final Surroundings surroundings;
    private final InstantSource clock;

    public Alerting(PettyConfig.Alerts config, Ledger ledger, Surroundings surroundings, InstantSource clock) {
        this.judge = new Judge(config);
        this.ledger = ledger;
        this.surroundings = surroundings;
        this.clock = clock;
    }

    @Override
    public Future<Void> follow(SqlConnection transaction, Evaluated evaluated) {
        var fresh = evaluated.fresh();
        return fresh.isEmpty()
                ? Future.succeededFuture()
                : StateRepository.lock(transaction, evaluated.pairingId(), Micros.of(clock.instant()))
                        .compose(found -> found.map(kept -> judge(transaction, kept, fresh))
                                .orElseGet(Future::succeededFuture));
    }

    /** A look that somebody else has asked for is not put off. */
    static OptionalLong earlier(OptionalLong due, OptionalLong asked) {
        return due.isPresent() && asked.isPresent()
                ? OptionalLong.of(Math.min(due.getAsLong(), asked.getAsLong()))
                : due.isPresent() ? due : asked;
    }

    private Future<Void> judge(SqlConnection transaction, Kept kept, List<Stored> fresh) {
        return surroundings.of(transaction, kept, mayBeHigh(fresh)).compose(pet -> {
            var verdict = judge.hear(kept.memory(), fresh, pet);
            // A collar that was thought to be offline is looked after at once: it has not, if a phone has brought this.
            var checkAt = kept.silentSince().isPresent()
                    ? OptionalLong.of(fresh.getLast().receivedAt())
                    : earlier(judge.due(verdict.memory()), kept.checkAt());
            return ledger.enter(transaction, kept.pairingId(), kept.petId(), verdict.findings())
                    .compose(withoutRoom -> {
                        var memory = verdict.memory();
                        for (var rule : withoutRoom) {
                            memory = memory.unopened(rule);
                        }
                        var isSame = memory.equals(kept.memory()) && checkAt.equals(kept.checkAt());
                        return isSame
                                ? Future.succeededFuture()
                                : StateRepository.keep(
                                        transaction, kept.pairingId(), memory, kept.silentSince(), checkAt);
                    });
        });
    }

    private static boolean mayBeHigh(List<Stored> fresh) {
        return fresh.stream()
                .anyMatch(stored -> stored.reading().hr() != null
                        && stored.reading().activity() != null
                        && stored.reading().activity() == 0);
    }
}
