/** How personal fields are kept: enciphered, and found by a keyed hash. */
@NullMarked
package ai.petty.privacy;

import org.jspecify.annotations.NullMarked;
