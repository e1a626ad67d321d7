/** Puts the house together, floor by floor, and takes it down in the reverse order. */
@NullMarked
package ai.petty.app;

import org.jspecify.annotations.NullMarked;
