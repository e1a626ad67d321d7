package ai.petty.audit;

import ai.petty.privacy.FieldCipher;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The hash that ties a row to the one before it. It is keyed: whoever can write the table but has no access to the secret store cannot
 * make a row that fits.
 */
final class Chain {
    private static final String PURPOSE = "audit.chain";
    private static final int ABSENT = -1;

    private final FieldCipher cipher;

    Chain(FieldCipher cipher) {
        this.cipher = cipher;
    }

    /** What the hash of this row must be; the row's own is not looked at. */
    Buffer hash(AuditRow row) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(unambiguous(row));
            return Buffer.buffer(cipher.index(PURPOSE, HexFormat.of().formatHex(digest)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] unambiguous(AuditRow row) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeLong(row.run().getMostSignificantBits());
            out.writeLong(row.run().getLeastSignificantBits());
            out.writeLong(row.n());
            out.writeLong(row.at());
            write(out, row.actor());
            write(out, row.action());
            write(out, row.object());
            write(out, row.outcome());
            write(out, row.address());
            write(out, row.correlationId());
            write(out, row.previous());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, @Nullable String text) throws IOException {
        write(out, text == null ? null : Buffer.buffer(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void write(DataOutputStream out, @Nullable Buffer part) throws IOException {
        if (part == null) {
            out.writeInt(ABSENT);
        } else {
            out.writeInt(part.length());
            out.write(part.getBytes());
        }
    }
}
