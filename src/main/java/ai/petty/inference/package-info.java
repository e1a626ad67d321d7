/** What the pet is doing, computed from what is stored. */
@NullMarked
package ai.petty.inference;

import org.jspecify.annotations.NullMarked;
