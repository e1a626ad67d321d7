package ai.petty.inference;

import org.jspecify.annotations.Nullable;

/**
 * Something that was found, and from when on it stands.
 *
 * @param settledAt the time of the observation after which nothing later changes it, microseconds since 1970 UTC; null: there was
 *     none yet
 */
record Found<T>(T what, @Nullable Long settledAt) {}
