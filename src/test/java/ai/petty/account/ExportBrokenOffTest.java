package ai.petty.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.PettyTestServer;
import ai.petty.audit.PersonsAct;
import ai.petty.store.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whoever hangs up in the middle of an export leaves nothing behind but a note that they did. */
class ExportBrokenOffTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int AT_ONCE = 3;

    private final PettyTestServer server = PettyTestServer.shared();
    private final ExportWorld world = new ExportWorld(server);

    @Test
    void it_is_written_down_and_holds_nothing_any_more() throws Exception {
        try (var connection = server.jdbc();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            // The exports come as far as the readings, and wait there.
            statement.execute("lock table reading in access exclusive mode");
            var readers = new ArrayList<Socket>();
            for (var i = 0; i < AT_ONCE; i++) {
                readers.add(ask());
            }
            for (var reader : readers) {
                readUntilTheZipBegins(reader);
                reader.close();
            }
            connection.rollback();
        }

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(acts("account.export_broken_off")).hasSize(AT_ONCE));
        assertThat(acts("account.exported")).isEmpty();
        assertThat(server.sql("""
                        select query from pg_stat_activity
                        where state <> 'idle' and query like '%reading%' and pid <> pg_backend_pid()""")).isEmpty();
        assertThat(world.ada.get("/v2/me/export").status()).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> acts("account.exported").size() == 1);
    }

    private List<PersonsAct> acts(String action) {
        var all =
                TestDatabase.await(server.server().house().audit().of(world.ada.accountId(), Optional.empty(), 1_000));
        return all.stream().filter(act -> act.action().equals(action)).toList();
    }

    private Socket ask() throws IOException {
        var socket =
                new Socket(InetAddress.getLoopbackAddress(), server.baseUri().getPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        var head = "GET /v2/me/export HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + world.ada.accessToken()
                + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void readUntilTheZipBegins(Socket reader) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf("PK") < 0) {
            var one = reader.getInputStream().read();
            assertThat(one).as("the end, after: " + text).isNotNegative();
            text.append((char) one);
        }
    }
}
