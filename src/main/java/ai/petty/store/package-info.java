/** What features stand on: the pool and its breaker, the schema's migrations, the upkeep of partitions. */
@NullMarked
package ai.petty.store;

import org.jspecify.annotations.NullMarked;
