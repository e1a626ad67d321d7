package ai.petty.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Windows as rows.
 *
 * @param columns numbers a row
 * @param values all rows, one after the other
 */
@SuppressWarnings("ArrayRecordComponent") // large, read only, compared by nobody
record Rows(int columns, float[] values, List<Row> rows) {
    /**
     * Where a row is from.
     *
     * @param atS where in the recording the window begins
     * @param piece counts pieces: rows of the same piece follow one another
     * @param varied whether it was worn otherwise than recorded
     * @param said as how many rows it counts that an owner has told of; 0 of a recording's own rows
     */
    record Row(Truth truth, Recorded recording, double atS, int piece, boolean varied, float said) {
        boolean isSaid() {
            return said > 0;
        }
    }

    int count() {
        return rows.size();
    }

    Rows and(Rows more) {
        if (more.count() == 0) {
            return this;
        }
        var numbers = Arrays.copyOf(values, values.length + more.values.length);
        System.arraycopy(more.values, 0, numbers, values.length, more.values.length);
        var all = new ArrayList<>(rows);
        all.addAll(more.rows);
        return new Rows(columns, numbers, List.copyOf(all));
    }

    Rows where(Predicate<Row> wanted) {
        var kept = new ArrayList<Row>();
        var numbers = new float[values.length];
        for (var i = 0; i < rows.size(); i++) {
            if (wanted.test(rows.get(i))) {
                System.arraycopy(values, i * columns, numbers, kept.size() * columns, columns);
                kept.add(rows.get(i));
            }
        }
        return new Rows(columns, Arrays.copyOf(numbers, kept.size() * columns), List.copyOf(kept));
    }
}
