@NullMarked
package ai.petty.inference;

import org.jspecify.annotations.NullMarked;
