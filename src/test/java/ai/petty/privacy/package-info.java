@NullMarked
package ai.petty.privacy;

import org.jspecify.annotations.NullMarked;
