package ai.petty.http;

/** A route where it hangs. */
record Mount(Route route, Needs needs, RequestMeters.Row meters) {}
