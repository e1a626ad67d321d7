@NullMarked
package ai.petty.store;

import org.jspecify.annotations.NullMarked;
