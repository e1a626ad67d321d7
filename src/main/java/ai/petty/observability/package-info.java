/**
 * What the running process tells about itself: logs that carry a correlation id and no secrets. Everything is written
 * through SLF4J 2, with key-values for what a machine should find again.
 */
@NullMarked
package ai.petty.observability;

import org.jspecify.annotations.NullMarked;
