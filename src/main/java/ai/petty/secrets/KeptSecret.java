package ai.petty.secrets;

import ai.petty.config.Secret;
import ai.petty.secrets.SecretStore.Stage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** What one file of a {@link DirectorySecretStore} holds: the version in force and the one before it. */
record KeptSecret(String name, List<Version> versions) {
    /** Two stages, as {@link DirectorySecretStore} rotates in one step: nothing is ever pending. */
    record Version(String id, Stage stage, Secret text) {}

    static KeptSecret none(String name) {
        return new KeptSecret(name, List.of());
    }

    static KeptSecret parse(String name, String json) {
        var versions = new JsonObject(json).getJsonArray("versions");
        return new KeptSecret(
                name,
                versions.stream()
                        .map(JsonObject.class::cast)
                        .map(each -> new Version(
                                each.getString("id"),
                                Stage.valueOf(each.getString("stage")),
                                new Secret(each.getString("text"))))
                        .toList());
    }

    String print() {
        var array = new JsonArray();
        for (var version : versions) {
            array.add(new JsonObject()
                    .put("id", version.id())
                    .put("stage", version.stage().name())
                    .put("text", version.text().value()));
        }
        return new JsonObject().put("name", name).put("versions", array).encodePrettily();
    }

    /** With {@code text} in force. What is in force already is not made anew: the one before it would be lost. */
    KeptSecret with(String text) {
        var current = find(Stage.AWSCURRENT);
        if (current.map(each -> each.text().value().equals(text)).orElse(false)) {
            return this;
        }
        var fresh = new Version(UUID.randomUUID().toString(), Stage.AWSCURRENT, new Secret(text));
        return new KeptSecret(
                name,
                current.map(each -> List.of(fresh, new Version(each.id(), Stage.AWSPREVIOUS, each.text())))
                        .orElse(List.of(fresh)));
    }

    SecretVersion in(Stage stage) {
        var version = find(stage).orElseThrow(() -> new SecretMissing(name));
        return new SecretVersion(name, version.id(), version.text());
    }

    private Optional<Version> find(Stage stage) {
        Predicate<Version> isIn = version -> version.stage() == stage;
        return versions.stream().filter(isIn).findFirst();
    }
}
