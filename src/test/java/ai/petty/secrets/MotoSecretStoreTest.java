package ai.petty.secrets;

import static ai.petty.store.TestDatabase.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same against moto's server, which others wrote after the real service; skipped where it is not installed. */
class MotoSecretStoreTest extends SecretStoreContract {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Vertx VERTX = Vertx.vertx();
    private static @Nullable Process moto;
    private static AwsSecretStore target;

    @BeforeAll
    static void start() throws IOException {
        var path = String.valueOf(System.getenv("PATH"));
        assumeTrue(
                Arrays.stream(path.split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "moto_server"))),
                "moto_server is installed (pip install 'moto[server]')");
        var port = freePort();
        var process = new ProcessBuilder("moto_server", "-H", "127.0.0.1", "-p", Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(Files.createDirectories(Path.of("target"))
                        .resolve("moto.log")
                        .toFile())
                .start();
        moto = process;
        // A name on the PATH may stand for a version that is not there.
        Awaitility.await().atMost(PATIENCE).until(() -> !process.isAlive() || listens(port));
        assumeTrue(process.isAlive(), "moto_server runs; target/moto.log says why not");
        var config = SecretsManagerPeer.config("http://127.0.0.1:" + port, Duration.ofSeconds(20));
        target = await(AwsSecretStore.open(VERTX, config, "petty/test/first", () -> SecretsManagerPeer.CREDENTIALS));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean listens(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @AfterAll
    static void stop() {
        if (target != null) {
            await(target.close());
        }
        if (moto != null) {
            moto.descendants().forEach(ProcessHandle::destroy);
            moto.destroy();
        }
        await(VERTX.close());
    }

    @Override
    Vertx vertx() {
        return VERTX;
    }

    @Override
    SecretStore target() {
        return target;
    }
}
