/** Passwords: what may be one, and how one is kept. */
@NullMarked
package ai.petty.identity.password;

import org.jspecify.annotations.NullMarked;
