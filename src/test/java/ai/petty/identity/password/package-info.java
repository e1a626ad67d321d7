@NullMarked
package ai.petty.identity.password;

import org.jspecify.annotations.NullMarked;
