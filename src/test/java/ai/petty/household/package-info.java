@NullMarked
package ai.petty.household;

import org.jspecify.annotations.NullMarked;
