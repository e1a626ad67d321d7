package ai.petty.client;

import java.util.List;

/** What became of the readings of one request. */
public record TelemetryAnswer(int accepted, int duplicates, List<ServerFrame.Rejected> rejected) {}
