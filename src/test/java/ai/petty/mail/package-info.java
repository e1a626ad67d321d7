@NullMarked
package ai.petty.mail;

import org.jspecify.annotations.NullMarked;
