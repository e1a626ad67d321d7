/** Pets, the collars they wear, and the pairings between the two. */
@NullMarked
package ai.petty.pets;

import org.jspecify.annotations.NullMarked;
