/** Tests of the whole house. */
@NullMarked
package ai.petty;

import org.jspecify.annotations.NullMarked;
