/**
 * How much one caller may ask for: token buckets, kept in this process (two processes behind one balancer grant twice as much),
 * and quotas, counted in PostgreSQL, for what must hold for all processes together: sign-ins, claim codes, invitations.
 */
@NullMarked
package ai.petty.limits;

import org.jspecify.annotations.NullMarked;
