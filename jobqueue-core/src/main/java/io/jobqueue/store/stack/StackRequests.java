package io.jobqueue.store.stack;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An optional part of a store: requests to workers, and their answers. Both expire. Safe
 * for use by many threads. All methods throw
 * {@link io.jobqueue.store.error.StoreUnavailableException} when the store is
 * unavailable. Each may be repeated after a lost reply.
 */
public interface StackRequests {

	/** After which time a request and its answer are deleted. */
	Duration LIFETIME = Duration.ofSeconds(30);

	/** The maximum number of requests that wait for a worker. */
	int MOST_WAITING = 20;

	/** The maximum number of characters of an answer. */
	int LONGEST_ANSWER = 64_000;

	/**
	 * Keep a request for a worker, and signal it.
	 * @return whether it is kept; not if too many wait for this worker
	 */
	boolean ask(String worker, StackRequest request);

	/**
	 * The requests that wait for a worker, the oldest first. They may be returned again
	 * until they are answered. If the reply is lost, they may be lost with it: whoever
	 * has asked asks again.
	 */
	List<StackRequest> waiting(String worker);

	/**
	 * Answer a request. An answer to one that has expired or was withdrawn is not read,
	 * and expires.
	 * @param text the answer, which may be empty
	 */
	void answer(StackRequest request, String text);

	/**
	 * The answer to a request, {@code null} for none yet.
	 */
	@Nullable String answerTo(StackRequest request);

	/** Delete a request and its answer. */
	void withdraw(StackRequest request);

	/** Delete what has expired, if the store does not do it by itself. */
	void prune();

}
