/** Who else looks after a pet: members, and those who are invited. */
@NullMarked
package ai.petty.pets.sharing;

import org.jspecify.annotations.NullMarked;
