@NullMarked
package ai.petty.live;

import org.jspecify.annotations.NullMarked;
