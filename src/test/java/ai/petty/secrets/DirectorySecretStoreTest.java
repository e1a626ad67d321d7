package ai.petty.secrets;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectorySecretStoreTest extends SecretStoreContract {
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path parent;

    private SecretStore target;

    @BeforeEach
    void open() {
        target = reopened();
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Override
    Vertx vertx() {
        return vertx;
    }

    @Override
    SecretStore target() {
        return target;
    }

    private DirectorySecretStore reopened() {
        return await(DirectorySecretStore.open(vertx, parent.resolve("kept/secrets")));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void onlyTheOwnerMayEnterOrRead() throws IOException {
        await(target.put("petty/demo/jwt-keys", "one"));
        var folder = parent.resolve("kept/secrets");
        try (var paths = Files.walk(folder)) {
            for (var path : paths.toList()) {
                assertThat(permissions(path))
                        .as(path.toString())
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
        assertThat(folder.resolve("petty/demo/jwt-keys.json")).isRegularFile();
    }

    @Test
    void aFolderThatStoodOpenIsShut() throws IOException {
        var folder = parent.resolve("kept/secrets");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        reopened();
        assertThat(permissions(folder)).isEqualTo("rwx------");
    }

    @Test
    void whatIsKeptOutlivesTheProcess() {
        var put = await(target.put("petty/demo/pii-keys", "one"));
        assertThat(await(reopened().current("petty/demo/pii-keys"))).isEqualTo(put);
    }

    @Test
    void manyWritersLeaveOneWholeFileAndNoDraft() throws IOException {
        var others = IntStream.range(0, 20)
                .mapToObj(i -> reopened().put("petty/demo/busy", "text " + i))
                .toList();
        await(Future.all(others));
        assertThat(await(target.current("petty/demo/busy")).text().value()).startsWith("text ");
        try (var files = Files.list(parent.resolve("kept/secrets/petty/demo"))) {
            assertThat(files).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "..",
                "../out",
                "a/../../out",
                "/etc/passwd",
                "a//b",
                "a/",
                ".lock",
                "a/.new",
                "a\\b",
                "a\nb",
                "~"
            })
    void aNameThatLeadsOutOfTheFolderIsRefused(String name) {
        assertThatThrownBy(() -> await(target.current(name))).isInstanceOf(SecretStoreException.class);
        assertThatThrownBy(() -> await(target.put(name, "x"))).isInstanceOf(SecretStoreException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "p1anted",
                "{\"versions\":[{\"id\":\"1\",\"text\":\"p1anted\"}]}",
                "{\"versions\":\"p1anted\"}"
            })
    void aBrokenFileIsAnErrorThatDoesNotTellWhatWasRead(String content) throws IOException {
        await(target.put("petty/demo/broken", "one"));
        Files.writeString(parent.resolve("kept/secrets/petty/demo/broken.json"), content);
        assertThatThrownBy(() -> await(target.current("petty/demo/broken")))
                .isInstanceOf(SecretStoreException.class)
                .hasMessageContaining("petty/demo/broken")
                .hasMessageNotContaining("p1anted")
                .hasNoCause();
    }

    @Test
    void theSameTextAgainIsNoNewVersion() {
        var first = await(target.put("petty/demo/same", "one"));
        assertThat(await(target.put("petty/demo/same", "one"))).isEqualTo(first);
    }
}
