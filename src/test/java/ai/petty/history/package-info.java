@NullMarked
package ai.petty.history;

import org.jspecify.annotations.NullMarked;
