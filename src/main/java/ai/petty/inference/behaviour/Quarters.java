package ai.petty.inference.behaviour;

import java.util.ArrayList;
import java.util.List;

/**
 * The quarters of an hour that are not over. The time between two sights of a pet is what it did at the earlier one; a gap is in none.
 * A quarter stays until nothing can be added to it: while it is not known what the pet did last, that may be more than one.
 */
final class Quarters implements Layout.Laid {
    private static final int MOST = 1_000;

    private final List<Quarter> open;

    Quarters() {
        this.open = new ArrayList<>(2);
    }

    private Quarters(Quarters other) {
        this.open = new ArrayList<>(other.open.size() + 1);
        for (var quarter : other.open) {
            open.add(quarter.copy());
        }
    }

    Quarters copy() {
        return new Quarters(this);
    }

    void spend(Doing doing, long from, long to) {
        for (var at = from; at < to; ) {
            var quarter = at(at);
            var until = Math.min(to, quarter.end());
            quarter.spend(doing, until - at);
            at = until;
        }
    }

    /** The one that {@code t} lies in. */
    Quarter at(long t) {
        var i = open.size();
        while (i > 0 && open.get(i - 1).start() > t) {
            i--;
        }
        if (i > 0 && t < open.get(i - 1).end()) {
            return open.get(i - 1);
        }
        var fresh = Quarter.of(t);
        open.add(i, fresh);
        return fresh;
    }

    /** Nothing will be told of what was before {@code t}. */
    List<Bin> finish(long t) {
        var over = 0;
        while (over < open.size() && open.get(over).end() <= t) {
            over++;
        }
        if (over == 0) {
            return List.of();
        }
        var first = open.subList(0, over);
        var finished = first.stream().map(Quarter::bin).toList();
        first.clear();
        return finished;
    }

    List<Bin> unfinished() {
        return open.stream().map(Quarter::bin).toList();
    }

    @Override
    public void lay(Layout layout) {
        var count = layout.count(open.size(), MOST);
        for (var i = 0; i < count; i++) {
            if (i == open.size()) {
                open.add(new Quarter());
            }
            open.get(i).lay(layout);
        }
    }
}
