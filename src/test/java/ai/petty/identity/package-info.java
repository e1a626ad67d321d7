@NullMarked
package ai.petty.identity;

import org.jspecify.annotations.NullMarked;
