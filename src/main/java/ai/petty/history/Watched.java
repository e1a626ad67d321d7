package ai.petty.history;

import java.util.UUID;

/** A pet, and the newest reading that is already known of it: (t, n) in microseconds since 1970 UTC and its counter. */
public record Watched(UUID petId, long t, int n) {}
