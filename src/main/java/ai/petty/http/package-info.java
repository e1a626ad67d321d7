/** The door: one server, versioned routers, the contracts they are mounted from, problems and limits. */
@NullMarked
package ai.petty.http;

import org.jspecify.annotations.NullMarked;
