@NullMarked
package ai.petty.account;

import org.jspecify.annotations.NullMarked;
