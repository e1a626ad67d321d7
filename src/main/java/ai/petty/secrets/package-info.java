/** What must not be known: signing keys, passwords of the database, keys of other services, keys of personal fields. */
@NullMarked
package ai.petty.secrets;

import org.jspecify.annotations.NullMarked;
