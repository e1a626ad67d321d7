package ai.petty.identity.account;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A mail server of the test's own. */
public final class TestMailbox implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern TOKEN = Pattern.compile("#token=([A-Za-z0-9_-]{43})");

    private final GreenMail server;

    private TestMailbox(GreenMail server) {
        this.server = server;
    }

    public static TestMailbox start() {
        return start(0);
    }

    /** @param port 0 takes any free one */
    public static TestMailbox start(int port) {
        var server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        return new TestMailbox(server);
    }

    /** From now on only this user with this password may hand mails over. */
    public void wants(String user, String password) {
        server.setUser(user, password);
    }

    public int port() {
        return server.getSmtp().getPort();
    }

    /** Keys of a server that sends its mails here. */
    public Map<String, String> settings() {
        return Map.of(
                "mail.transport", "smtp",
                "mail.host", "127.0.0.1",
                "mail.port", Integer.toString(port()),
                "mail.tls", "disabled",
                "mail.first-pause", "200ms");
    }

    public List<MimeMessage> to(String address) {
        return Arrays.stream(server.getReceivedMessages())
                .filter(message -> recipient(message).equals(address))
                .toList();
    }

    private static String recipient(MimeMessage message) {
        try {
            return message.getAllRecipients()[0].toString();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String subject(MimeMessage message) {
        try {
            return message.getSubject();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The {@code count}th mail to an address, once it has come. */
    public MimeMessage await(String address, int count) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> to(address), mails -> mails.size() >= count)
                .get(count - 1);
    }

    /** The token in the link of the {@code count}th mail to an address. */
    public String token(String address, int count) {
        var matcher = TOKEN.matcher(GreenMailUtil.getBody(await(address, count))
                .replace("=\r\n", "")
                .replace("=3D", "="));
        if (!matcher.find()) {
            throw new AssertionError("the mail holds no token");
        }
        return matcher.group(1);
    }

    @Override
    public void close() {
        server.stop();
    }
}
