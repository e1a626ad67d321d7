/** Reading back what collars have sent: the latest, the readings of a time, the way a pet has gone. */
@NullMarked
package ai.petty.history;

import org.jspecify.annotations.NullMarked;
