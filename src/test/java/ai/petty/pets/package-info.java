@NullMarked
package ai.petty.pets;

import org.jspecify.annotations.NullMarked;
