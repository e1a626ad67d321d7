/**
 * How much one caller may ask for: token buckets, kept in this process. Two processes behind one balancer grant twice as
 * much; the limits that must hold across processes (sign-in) live in the store.
 */
@NullMarked
package ai.petty.limits;

import org.jspecify.annotations.NullMarked;
