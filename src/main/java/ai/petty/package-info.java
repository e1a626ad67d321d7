/** The command line of Petty. */
@NullMarked
package ai.petty;

import org.jspecify.annotations.NullMarked;
