package ai.petty.account;

import ai.petty.alerts.rules.Rule;
import ai.petty.store.Database;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.UUID;
import java.util.function.Function;

/** What was wrong with a pet, who is with it, and whether it is looked for, in the words of the export. */
final class ExportedAlerts {
    private static final double E6 = 1e6;

    private final Database database;

    ExportedAlerts(Database database) {
        this.database = database;
    }

    Future<JsonObject> of(UUID petId) {
        return alerts(petId)
                .compose(alerts -> companions(petId)
                        .compose(companions -> searches(petId)
                                .map(searches -> new JsonObject()
                                        .put("alerts", alerts)
                                        .put("companions", companions)
                                        .put("lost_mode", searches))));
    }

    private Future<JsonArray> alerts(UUID petId) {
        return all("""
                select rule, since_t as since, opened_at, evidence, lat_e6, lon_e6, accuracy_m, acknowledged_at, acknowledged_by,
                    resolved_at, ending, resolved_by
                from alert
                where pet_id = $1
                order by opened_at, pairing_id, rule""", petId, ExportedAlerts::alert);
    }

    private static JsonObject alert(Row row) {
        var json = new JsonObject()
                .put(
                        "rule",
                        Rule.ofCode(row.getShort("rule")).map(Rule::wireName).orElse("unknown"));
        time(json, row, "since");
        time(json, row, "opened_at");
        json.put("evidence", row.getJsonObject("evidence"));
        var lat = row.getInteger("lat_e6");
        var lon = row.getInteger("lon_e6");
        if (lat != null && lon != null) {
            json.put("lat", lat / E6).put("lon", lon / E6);
            value(json, row, "accuracy_m");
        }
        time(json, row, "acknowledged_at");
        account(json, row, "acknowledged_by");
        time(json, row, "resolved_at");
        value(json, row, "ending");
        account(json, row, "resolved_by");
        return json;
    }

    private Future<JsonArray> companions(UUID petId) {
        return all(
                "select account_id, since, expires_at from companion where pet_id = $1 order by account_id",
                petId,
                row -> {
                    var json = new JsonObject();
                    account(json, row, "account_id");
                    time(json, row, "since");
                    time(json, row, "expires_at");
                    return json;
                });
    }

    private Future<JsonArray> searches(UUID petId) {
        return all("""
                select started_by, since, ends_at, report_interval_s, link_precision as location_precision, link_ends_at
                from lost_mode where pet_id = $1""", petId, row -> {
            var json = new JsonObject();
            account(json, row, "started_by");
            time(json, row, "since");
            time(json, row, "ends_at");
            value(json, row, "report_interval_s");
            value(json, row, "location_precision");
            time(json, row, "link_ends_at");
            return json;
        });
    }

    /** Under the column's own name; what is not there is left out. */
    private static void time(JsonObject json, Row row, String column) {
        var time = row.getOffsetDateTime(column);
        if (time != null) {
            json.put(column, time.toInstant().toString());
        }
    }

    private static void account(JsonObject json, Row row, String column) {
        var account = row.getUUID(column);
        if (account != null) {
            json.put(column, account.toString());
        }
    }

    private static void value(JsonObject json, Row row, String column) {
        var value = row.getValue(column);
        if (value != null) {
            json.put(column, value);
        }
    }

    private Future<JsonArray> all(String sql, UUID petId, Function<Row, JsonObject> shape) {
        return database.ask(pool -> pool.preparedQuery(sql).execute(Tuple.of(petId)))
                .map(rows -> {
                    var all = new ArrayList<JsonObject>(rows.size());
                    rows.forEach(row -> all.add(shape.apply(row)));
                    return new JsonArray(all);
                });
    }
}
