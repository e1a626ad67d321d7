@NullMarked
package ai.petty.identity.session;

import org.jspecify.annotations.NullMarked;
