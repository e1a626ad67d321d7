/** How a collar comes to a pet, proves itself, and leaves it again. */
@NullMarked
package ai.petty.pets.collars;

import org.jspecify.annotations.NullMarked;
