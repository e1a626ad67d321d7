@NullMarked
package ai.petty.observability;

import org.jspecify.annotations.NullMarked;
