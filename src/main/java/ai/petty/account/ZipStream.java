package ai.petty.account;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.WriteStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A zip that is sent while it is made. Whoever writes waits for {@link #sent} now and then: the reader's pace is then the
 * writer's, and no more than what lies between two of these is ever held.
 */
final class ZipStream {
    private final WriteStream<Buffer> to;
    private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(packed, StandardCharsets.UTF_8);

    ZipStream(WriteStream<Buffer> to) {
        this.to = to;
    }

    /** Begins the next file. */
    void file(String name) {
        try {
            zip.putNextEntry(new ZipEntry(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail to be written to
        }
    }

    /** A whole file; completes when it has left. */
    Future<Void> json(String name, JsonObject content) {
        file(name);
        text(content.encodePrettily());
        return sent();
    }

    void text(CharSequence text) {
        bytes(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    void bytes(byte[] bytes) {
        try {
            zip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Completes when what was written has left; fails when the reader has gone. */
    Future<Void> sent() {
        if (packed.size() == 0) {
            return Future.succeededFuture();
        }
        var buffer = Buffer.buffer(packed.toByteArray());
        packed.reset();
        return to.write(buffer);
    }

    /** Writes the directory and ends the stream. */
    Future<Void> end() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sent().compose(sent -> to.end());
    }
}
