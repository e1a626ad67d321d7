/** What went wrong, in words that every door can put into its own shape. Knows nothing of HTTP or of sockets. */
@NullMarked
package ai.petty.problem;

import org.jspecify.annotations.NullMarked;
