@NullMarked
package ai.petty.identity.account;

import org.jspecify.annotations.NullMarked;
