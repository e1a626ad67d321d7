package ai.petty.http;

import io.vertx.core.http.HttpHeaders;

/** Names and values that every answer needs, made once. */
final class Headers {
    static final CharSequence CORRELATION_ID = HttpHeaders.createOptimized("X-Correlation-Id");
    static final CharSequence API_VERSION = HttpHeaders.createOptimized("API-Version");
    static final CharSequence COLLAR_ID = HttpHeaders.createOptimized("X-Collar-Id");
    static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    static final CharSequence REFERRER_POLICY = HttpHeaders.createOptimized("Referrer-Policy");
    static final CharSequence STRICT_TRANSPORT_SECURITY = HttpHeaders.createOptimized("Strict-Transport-Security");
    static final CharSequence DEPRECATION = HttpHeaders.createOptimized("Deprecation");
    static final CharSequence SUNSET = HttpHeaders.createOptimized("Sunset");
    static final CharSequence LINK = HttpHeaders.createOptimized("Link");
    static final CharSequence RETRY_AFTER = HttpHeaders.createOptimized("Retry-After");
    static final CharSequence WWW_AUTHENTICATE = HttpHeaders.createOptimized("WWW-Authenticate");
    static final CharSequence RATE_LIMIT = HttpHeaders.createOptimized("RateLimit-Limit");
    static final CharSequence RATE_REMAINING = HttpHeaders.createOptimized("RateLimit-Remaining");
    static final CharSequence RATE_RESET = HttpHeaders.createOptimized("RateLimit-Reset");

    static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
    static final CharSequence ONE_YEAR = HttpHeaders.createOptimized("max-age=31536000; includeSubDomains");
    static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    static final CharSequence PROBLEM_JSON = HttpHeaders.createOptimized("application/problem+json");

    /** When v1 was declared old, as RFC 9745 writes it: 2026-01-01T00:00:00Z. */
    static final CharSequence V1_DEPRECATED_SINCE = HttpHeaders.createOptimized("@1767225600");
    /** When v1 may go, as RFC 8594 writes it. */
    static final CharSequence V1_SUNSET = HttpHeaders.createOptimized("Fri, 31 Dec 2027 23:59:59 GMT");

    static final CharSequence V1_SUCCESSOR =
            HttpHeaders.createOptimized("</v2/openapi.yaml>; rel=\"successor-version\"");

    private Headers() {}
}
