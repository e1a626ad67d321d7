@NullMarked
package ai.petty.idempotency;

import org.jspecify.annotations.NullMarked;
