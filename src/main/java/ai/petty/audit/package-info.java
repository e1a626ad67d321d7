/** Who did what: an append-only, hash-chained record. */
@NullMarked
package ai.petty.audit;

import org.jspecify.annotations.NullMarked;
