/** What people say to what was found of their pets, and what follows from it. */
@NullMarked
package ai.petty.feedback;

import org.jspecify.annotations.NullMarked;
