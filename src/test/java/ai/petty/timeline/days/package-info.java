@NullMarked
package ai.petty.timeline.days;

import org.jspecify.annotations.NullMarked;
