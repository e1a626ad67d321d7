package ai.petty.limits;

import java.time.Duration;

/**
 * What a bucket said.
 *
 * @param taken whether the tokens were there and are taken now
 * @param limit tokens in a full bucket
 * @param remaining tokens that are left
 * @param reset until the bucket is full again
 * @param retryAfter until the refused tokens will be there; zero when they were taken
 */
public record Verdict(boolean taken, long limit, long remaining, Duration reset, Duration retryAfter) {}
