package ai.petty.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What of an answer's example is a promise, and not only an illustration: verdicts, codes, and which fields they are about. */
final class ContractFacts {
    private static final Set<String> PROMISED =
            Set.of("status", "code", "type", "success", "accepted", "duplicates", "resolution");

    private ContractFacts() {}

    static SortedMap<String, Object> of(JsonObject answer) {
        var facts = new TreeMap<String, Object>();
        PROMISED.stream().filter(answer::containsKey).forEach(name -> facts.put(name, answer.getValue(name)));
        if (answer.containsKey("errors")) {
            facts.put("errors", errors(answer.getJsonArray("errors")));
        }
        if (answer.containsKey("rejected")) {
            var rejected = new TreeMap<Integer, Object>();
            answer.getJsonArray("rejected")
                    .forEach(item -> rejected.put(
                            ((JsonObject) item).getInteger("index"),
                            errors(((JsonObject) item).getJsonArray("errors"))));
            facts.put("rejected", rejected);
        }
        return facts;
    }

    private static Set<String> errors(JsonArray errors) {
        var places = new TreeSet<String>();
        errors.forEach(item -> {
            var error = (JsonObject) item;
            places.add(error.getString("pointer") + " " + error.getString("code"));
        });
        return places;
    }
}
