/** Sessions: families of refresh tokens, each begun by one sign-in on one device. */
@NullMarked
package ai.petty.identity.session;

import org.jspecify.annotations.NullMarked;
