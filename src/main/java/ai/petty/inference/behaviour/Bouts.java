package ai.petty.inference.behaviour;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Resting, walking, running and playing, one at a time. What goes on, goes on until a rival has outweighed it: a livelier doing by the
 * shortest time for which it would be told, a milder one by the patience of what goes on. A rival begins where its doing has outweighed
 * all others since (the best-scoring run, as Kadane's algorithm finds it), and what went on before ends at its last sight before that.
 */
final class Bouts implements Layout.Laid {
    private static final int FEWEST_SIGHTS = 3;
    private static final double HALF_SIGHTS = 2;

    private final BehaviourOptions options;
    private final long speaksFor;
    private @Nullable Bout current;
    private @Nullable Rival[] rivals = new Rival[Doing.ALL.length];

    /**
     * A doing that may take over.
     */
    private static final class Rival implements Layout.Laid {
        private Bout bout = new Bout();
        /** What goes on, as it was when this began; null while it has not been seen since. */
        private @Nullable Bout ousted;

        private static Rival of(Bout bout) {
            var rival = new Rival();
            rival.bout = bout;
            return rival;
        }

        private Rival copy() {
            var copy = of(bout.copy());
            copy.ousted = ousted;
            return copy;
        }

        @Override
        public void lay(Layout layout) {
            bout.lay(layout);
            ousted = layout.maybe(ousted, Bout::new);
        }
    }

    Bouts(BehaviourOptions options) {
        this.options = options;
        this.speaksFor = Span.micros(options.speaksFor());
    }

    Bouts copy() {
        var copy = new Bouts(options);
        copy.current = current == null ? null : current.copy();
        for (var i = 0; i < rivals.length; i++) {
            var rival = rivals[i];
            copy.rivals[i] = rival == null ? null : rival.copy();
        }
        return copy;
    }

    /**
     * @param before what the pet did the last time that it was seen in this stretch; null when this is the first
     * @param micros since then
     */
    void add(Sight sight, @Nullable Doing before, long micros, String model, Consumer<Draft> ended) {
        if (before != null) {
            pass(micros, before, sight.legMm());
        }
        if (current != null && sight.doing() == current.doing()) {
            goOn(current, sight, model, ended);
        } else {
            if (current != null && sight.t() - current.last() > patience(current)) {
                expire(current, model, ended);
            }
            if (current != null && sight.doing() == current.doing()) {
                current.join(sight);
            } else {
                join(sight);
            }
        }
        for (var i = 0; i < rivals.length; i++) {
            var rival = rivals[i];
            if (rival != null && rival.bout.score() < 0) {
                rivals[i] = null;
            }
        }
        challenge(sight.doing(), model, ended);
    }

    private void pass(long micros, Doing before, long legMm) {
        var covered = Math.min(micros, speaksFor);
        if (current != null) {
            current.pass(micros, before, covered, legMm);
        }
        for (var rival : rivals) {
            if (rival != null) {
                rival.bout.pass(micros, before, covered, legMm);
            }
        }
    }

    private void goOn(Bout going, Sight sight, String model, Consumer<Draft> ended) {
        if (sight.t() - going.from() > Span.LONGEST) {
            tell(going, model).ifPresent(ended);
            begin(Bout.of(sight));
            return;
        }
        for (var rival : rivals) {
            if (rival != null && rival.ousted == null) {
                rival.ousted = going.copy();
            }
        }
        going.join(sight);
    }

    private void join(Sight sight) {
        var index = sight.doing().number();
        var rival = rivals[index];
        if (rival == null || sight.t() - rival.bout.from() > Span.LONGEST) {
            rivals[index] = Rival.of(Bout.of(sight));
        } else {
            rival.bout.join(sight);
        }
    }

    /** It has not been seen for longer than its patience. */
    private void expire(Bout going, String model, Consumer<Draft> ended) {
        var heir = heir();
        tell(heir == null || heir.ousted == null ? going : heir.ousted, model).ifPresent(ended);
        if (heir != null) {
            begin(heir.bout);
            return;
        }
        current = null;
        for (var i = 0; i < rivals.length; i++) {
            var rival = rivals[i];
            if (rival != null && rival.ousted != null) {
                rivals[i] = null;
            }
        }
    }

    /** Of the rivals that would be told the one that outweighs the most. */
    private @Nullable Rival heir() {
        Rival best = null;
        for (var rival : rivals) {
            if (rival != null && isReady(rival.bout, 0) && (best == null || rival.bout.score() > best.bout.score())) {
                best = rival;
            }
        }
        return best;
    }

    private void challenge(Doing doing, String model, Consumer<Draft> ended) {
        var rival = rivals[doing.number()];
        if (rival == null) {
            return;
        }
        if (current == null) {
            if (isReady(rival.bout, 0)) {
                begin(rival.bout);
            }
        } else if (isReady(rival.bout, doing.isLivelierThan(current.doing()) ? 0 : patience(current))) {
            tell(rival.ousted == null ? current : rival.ousted, model).ifPresent(ended);
            begin(rival.bout);
        }
    }

    private boolean isReady(Bout bout, long least) {
        return bout.sights() >= FEWEST_SIGHTS && bout.score() >= Math.max(least, shortest(bout));
    }

    private void begin(Bout bout) {
        current = bout;
        Arrays.fill(rivals, null);
    }

    /** The stretch is over. */
    void end(String model, Consumer<Draft> ended) {
        if (current != null) {
            tell(current, model).ifPresent(ended);
            var heir = heir();
            if (heir != null && heir.ousted == null) {
                tell(heir.bout, model).ifPresent(ended);
            }
        }
        current = null;
        Arrays.fill(rivals, null);
    }

    Optional<Draft> open(String model) {
        return current == null ? Optional.empty() : tell(current, model);
    }

    private Optional<Draft> tell(Bout bout, String model) {
        if (bout.micros() < shortest(bout) || bout.sights() < FEWEST_SIGHTS) {
            return Optional.empty();
        }
        var amount = Math.min(
                Confidence.amount(bout.sights(), HALF_SIGHTS),
                Confidence.amount((double) bout.micros(), shortest(bout) / 2.0));
        return Optional.of(bout.draft(bout.doing().behaviour(), model).sure(amount, bout.margin()));
    }

    private long shortest(Bout bout) {
        return Span.micros(options.of(bout.doing()).shortest());
    }

    private long patience(Bout bout) {
        return Span.micros(options.of(bout.doing()).patience());
    }

    @Override
    public void lay(Layout layout) {
        current = layout.maybe(current, Bout::new);
        for (var i = 0; i < rivals.length; i++) {
            rivals[i] = layout.maybe(rivals[i], Rival::new);
        }
    }
}
