package ai.petty;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.PersonalColumns.Kept;
import ai.petty.PersonalColumns.Personal;
import ai.petty.app.EncipheredColumns;
import ai.petty.privacy.EncipheredColumn;
import ai.petty.store.TestDatabase;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Nothing about anybody is kept that this house does not know of. */
class SchemaPrivacyTest {
    private static final TestDatabase POSTGRES = TestDatabase.fresh();

    @AfterAll
    static void close() {
        POSTGRES.close();
    }

    /** Every column, but those of partitions: they are their parent's. */
    private static Set<String> schema() {
        return new TreeSet<>(POSTGRES.texts("""
                select columns.table_name || '.' || columns.column_name
                from information_schema.columns
                join pg_class on pg_class.relname = columns.table_name
                    and pg_class.relnamespace = columns.table_schema::regnamespace
                where columns.table_schema = 'public' and not pg_class.relispartition"""));
    }

    private static Set<String> personal() {
        var names = new TreeSet<String>();
        PersonalColumns.PERSONAL.forEach(column -> names.add(column.toString()));
        return names;
    }

    private static boolean isKnown(String column, Set<String> known) {
        return known.contains(column) || known.contains(column.substring(0, column.indexOf('.')) + ".*");
    }

    @Test
    void every_column_is_known_as_personal_or_has_a_reason_not_to_be() {
        var known = new HashSet<>(PersonalColumns.NOT_PERSONAL.keySet());
        known.addAll(personal());
        assertThat(schema().stream().filter(column -> !isKnown(column, known)))
                .as("enter new columns in PersonalColumns, and see to it that erasure knows the personal ones")
                .isEmpty();
    }

    @Test
    void no_column_is_known_twice_or_known_and_gone() {
        var schema = schema();
        assertThat(PersonalColumns.PERSONAL).doesNotHaveDuplicates();
        assertThat(personal())
                .noneSatisfy(column -> assertThat(isKnown(column, PersonalColumns.NOT_PERSONAL.keySet()))
                        .isTrue());
        var gone = new TreeSet<>(personal());
        gone.addAll(PersonalColumns.NOT_PERSONAL.keySet());
        gone.removeIf(name -> schema.stream().anyMatch(column -> isKnown(column, Set.of(name))));
        assertThat(gone).isEmpty();
    }

    @Test
    void the_rotation_of_keys_reaches_exactly_the_enciphered_columns() {
        var enciphered = PersonalColumns.PERSONAL.stream()
                .filter(column -> column.kept() == Kept.ENCIPHERED)
                .map(Personal::toString)
                .toList();
        assertThat(EncipheredColumns.ALL.stream().map(EncipheredColumn::toString))
                .containsExactlyInAnyOrderElementsOf(enciphered);
    }

    @Test
    void an_enciphered_column_is_bytea_and_its_rows_are_found_by_their_primary_key() {
        for (var column : EncipheredColumns.ALL) {
            assertThat(POSTGRES.texts(
                            "select data_type from information_schema.columns where table_name = ? and column_name = ?",
                            column.table(),
                            column.column()))
                    .as(column.toString())
                    .isEqualTo(List.of("bytea"));
            assertThat(POSTGRES.texts("""
                            select attname from pg_index
                            join pg_attribute on attrelid = indrelid and attnum = any(indkey)
                            where indrelid = ?::regclass and indisprimary""", column.table()))
                    .as(column.toString())
                    .containsExactlyInAnyOrderElementsOf(column.keyColumns());
        }
    }
}
