/** Requests that arrive more than once, and take effect once. */
@NullMarked
package ai.petty.idempotency;

import org.jspecify.annotations.NullMarked;
