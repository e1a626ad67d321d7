package ai.petty.http;

import java.net.URI;

/** A running server that examples are replayed against. */
interface ReplayTarget {
    /** Such as {@code http://127.0.0.1:8080}. */
    URI baseUri();

    /** What opens the demo household. */
    String secret();
}
