package ai.petty.privacy;

import ai.petty.privacy.FieldCipher.Place;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A column ({@code bytea}, may be null) that holds envelopes of {@link FieldCipher}, each sealed for
 * {@code Place(table, column, row)}.
 *
 * @param keyColumns the primary key; a row's place is its values as text, separated by {@code /}
 */
public record EncipheredColumn(String table, String column, List<String> keyColumns) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    public EncipheredColumn {
        keyColumns = List.copyOf(keyColumns);
        if (keyColumns.isEmpty()
                || !NAME.matcher(table).matches()
                || !NAME.matcher(column).matches()
                || !keyColumns.stream().allMatch(key -> NAME.matcher(key).matches())) {
            throw new IllegalArgumentException("not the names of a table, a column and its key");
        }
    }

    public static EncipheredColumn of(String table, String column, String... keyColumns) {
        return new EncipheredColumn(table, column, List.of(keyColumns));
    }

    Place place(List<String> key) {
        return new Place(table, column, String.join("/", key));
    }

    /** {@code table.column}. */
    @Override
    public String toString() {
        return table + "." + column;
    }
}
