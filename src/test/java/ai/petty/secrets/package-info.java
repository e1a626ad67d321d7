@NullMarked
package ai.petty.secrets;

import org.jspecify.annotations.NullMarked;
