/** How exactly somebody is told where a pet is: one fixed grid for each pet, and a veil over its home. */
@NullMarked
package ai.petty.pets.location;

import org.jspecify.annotations.NullMarked;
