package ai.petty.observability;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.context.storage.ContextLocal;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The id that ties together everything logged for one request. It lives in the Vert.x context of the request, not on
 * a thread, so it is there in every callback. Vert.x must know of it before it starts: hence the service provider.
 */
public final class Correlation implements VertxServiceProvider {
    private static final ContextLocal<String> ID = ContextLocal.registerLocal(String.class);

    private static final int SHORTEST = 8;
    private static final int LONGEST = 64;

    @Override
    public void init(VertxBootstrap bootstrap) {
        // loading this class has registered the local
    }

    /** The caller's id when it is sane, else a new one. What is copied into headers and logs must not be able to break either. */
    public static String idFor(@Nullable String fromCaller) {
        return fromCaller != null && isSane(fromCaller) ? fromCaller : fresh();
    }

    /** A new id. It is a name, not a secret: it need not be unguessable, but it is made for every request. */
    public static String fresh() {
        var random = ThreadLocalRandom.current();
        return HexFormat.of().toHexDigits(random.nextLong()) + HexFormat.of().toHexDigits(random.nextLong());
    }

    private static boolean isSane(String given) {
        if (given.length() < SHORTEST || given.length() > LONGEST) {
            return false;
        }
        for (var i = 0; i < given.length(); i++) {
            if (!isPlain(given.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(char c) {
        return switch (c) {
            case '.', '_', '-' -> true;
            default -> c < 128 && Character.isLetterOrDigit(c);
        };
    }

    /** Gives the id to the current context, which must be a request's own; outside of Vert.x it does nothing. */
    public static void set(String id) {
        var context = Vertx.currentContext();
        if (context != null) {
            context.putLocal(ID, id);
        }
    }

    public static Optional<String> current() {
        var context = Vertx.currentContext();
        return context == null ? Optional.empty() : Optional.ofNullable(context.getLocal(ID));
    }
}
