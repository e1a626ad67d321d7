/** Version 2 of the API: one file for each resource, from path to service to that version's shape. */
@NullMarked
package ai.petty.http.v2;

import org.jspecify.annotations.NullMarked;
