package io.jobqueue.worker.outcome;

/** How many jobs a claim may request. Thread-safe. */
public interface ClaimBounds {

	/** Return how many claimed jobs may wait for a permit. */
	int ahead();

	/** Return for how many free permits a claim briefly waits; 1 for no wait. */
	int batch();

}
