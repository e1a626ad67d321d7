/** The places that a pet's people have drawn on the map. */
@NullMarked
package ai.petty.pets.zones;

import org.jspecify.annotations.NullMarked;
