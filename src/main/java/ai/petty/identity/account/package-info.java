/** Accounts of people, and how they sign in. */
@NullMarked
package ai.petty.identity.account;

import org.jspecify.annotations.NullMarked;
