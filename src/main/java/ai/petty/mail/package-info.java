/** Mail to people, by way of a table, so that none is lost and none is sent for what was rolled back. */
@NullMarked
package ai.petty.mail;

import org.jspecify.annotations.NullMarked;
