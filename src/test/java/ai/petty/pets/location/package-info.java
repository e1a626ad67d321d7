@NullMarked
package ai.petty.pets.location;

import org.jspecify.annotations.NullMarked;
