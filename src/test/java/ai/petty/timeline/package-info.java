@NullMarked
package ai.petty.timeline;

import org.jspecify.annotations.NullMarked;
