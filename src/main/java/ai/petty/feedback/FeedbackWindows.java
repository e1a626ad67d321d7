package ai.petty.feedback;

import ai.petty.inference.behaviour.Behaviour;
import ai.petty.inference.motion.MotionLabel;
import ai.petty.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Windows of motion that people have said what they are, for a model to learn from: only of those who have agreed to that, and only what
 * a motion label or at least still and moving follows from. One account gives no more than {@value #AN_ACCOUNT} events, and all its
 * windows together count as no more than {@value #WEIGHT} windows of recordings, about a minute: nobody shifts a model that others use.
 */
public final class FeedbackWindows {
    private static final int AN_ACCOUNT = 50;
    private static final int WEIGHT = 60;

    private static final String AGREED = """
            select feedback_id, pet_id, verdict, corrected, behaviour, windows, of_account
            from (
                select *, sum(jsonb_array_length(windows)) over (partition by account_id) as of_account
                from (
                    select *, row_number() over (partition by account_id order by given_at desc, feedback_id) as nth
                    from feedback
                    where may_train and pet_id is not null and windows is not null
                        and (verdict = 'correct' or verdict = 'incorrect' and corrected is not null)
                ) counted
                where nth <= $1
            ) capped
            where feedback_id > $2
            order by feedback_id
            limit $3""";

    private final Database database;

    public FeedbackWindows(Database database) {
        this.database = database;
    }

    /**
     * One window and what somebody says that it is.
     *
     * @param feedbackId what it was said in
     * @param group windows of one pet: never to be on both sides of a split
     * @param label what motion it is; empty where only {@code moving} follows
     * @param moving whether the pet moved
     * @param weight as how many windows of a recording it counts, at most 1
     */
    public record Labelled(
            UUID feedbackId,
            UUID group,
            MotionEvidence window,
            Optional<MotionLabel> label,
            boolean moving,
            double weight) {}

    /**
     * Those of the next so many events, in the order of their feedback's ids.
     *
     * @param windows of these events; it may be empty though more follows
     * @param next to go on behind; empty at the end
     */
    public record Page(List<Labelled> windows, Optional<UUID> next) {}

    public Future<Page> page(Optional<UUID> after, int events) {
        return database.ask(pool -> pool.preparedQuery(AGREED)
                .execute(Tuple.of(AN_ACCOUNT, after.orElse(new UUID(0, 0)), events))
                .map(rows -> {
                    var windows = new ArrayList<Labelled>();
                    var last = Optional.<UUID>empty();
                    for (var row : rows) {
                        windows.addAll(labelled(row));
                        last = Optional.of(row.getUUID("feedback_id"));
                    }
                    return new Page(List.copyOf(windows), rows.size() < events ? Optional.empty() : last);
                }));
    }

    private static List<Labelled> labelled(Row row) {
        var corrected = row.getString("corrected");
        var weight = Math.min(1, (double) WEIGHT / Math.max(1, row.getLong("of_account")));
        var label = corrected != null
                ? corrected
                : Behaviour.ofCode(row.getShort("behaviour")).orElseThrow().wireName();
        return Labels.isMoving(label)
                .map(moving -> FeedbackRepository.windows(row.getJsonArray("windows")).stream()
                        .map(window -> new Labelled(
                                row.getUUID("feedback_id"),
                                row.getUUID("pet_id"),
                                window,
                                Labels.motion(label),
                                moving,
                                weight))
                        .toList())
                .orElse(List.of());
    }
}
