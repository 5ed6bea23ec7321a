package io.jobqueue.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.jobqueue.JobId;
import io.jobqueue.JobQueueException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.feed.RenewRequest;

import org.jspecify.annotations.Nullable;

/**
 * Renews the queues of a worker beside each other. A node of a Cluster that is gone may
 * hold a command until its time limit, which is longer than a lease; the queues on other
 * nodes must not wait for it. One that hangs is not asked again until it is through.
 */
final class RedisRenewals {

	private final Executor executor;

	private final Function<String, JobQueueException> hangs = (queue) -> new StoreUnavailableException(
			"Redis has not answered yet to renew jobs of queue '" + queue + "'", null);

	private final Map<String, FutureTask<Answer>> hanging = new HashMap<>();

	RedisRenewals(Executor executor) {
		this.executor = executor;
	}

	/**
	 * Renew all.
	 * @param renewal renews one queue; answers what the store has its worker run
	 * @return the answer for each container, in their order
	 */
	List<Answer> renew(RenewRequest request, Function<RenewRequest.Container, Map<JobId, Integer>> renewal) {
		if (request.containers().size() == 1) {
			return List.of(ask(request.containers().get(0), renewal));
		}
		return renewAll(request, renewal);
	}

	private synchronized List<Answer> renewAll(RenewRequest request,
			Function<RenewRequest.Container, Map<JobId, Integer>> renewal) {
		this.hanging.values().removeIf(FutureTask::isDone);
		Map<String, FutureTask<Answer>> asked = new HashMap<>();
		for (RenewRequest.Container container : request.containers()) {
			if (!this.hanging.containsKey(container.queue())) {
				FutureTask<Answer> question = new FutureTask<>(() -> ask(container, renewal));
				asked.put(container.queue(), question);
				this.executor.execute(question);
			}
		}
		Duration longest = request.lease().dividedBy(3);
		long end = System.nanoTime() + longest.toNanos();
		List<Answer> answers = new ArrayList<>();
		for (RenewRequest.Container container : request.containers()) {
			FutureTask<Answer> question = asked.get(container.queue());
			answers.add((question != null) ? await(container, question, end)
					: new Answer(container, Map.of(), this.hangs.apply(container.queue())));
		}
		return answers;
	}

	private Answer await(RenewRequest.Container container, FutureTask<Answer> question, long end) {
		try {
			return question.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			this.hanging.put(container.queue(), question);
			return new Answer(container, Map.of(), this.hangs.apply(container.queue()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return new Answer(container, Map.of(), this.hangs.apply(container.queue()));
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("The leases of queue '" + container.queue() + "' could not be renewed",
					ex.getCause());
		}
	}

	private static Answer ask(RenewRequest.Container container,
			Function<RenewRequest.Container, Map<JobId, Integer>> renewal) {
		try {
			return new Answer(container, renewal.apply(container), null);
		}
		catch (JobQueueException ex) {
			return new Answer(container, Map.of(), ex);
		}
	}

	/**
	 * What came of one queue.
	 *
	 * @param container the queue
	 * @param running the jobs that the store has the worker run, with their delivery
	 * @param failure why its leases are not renewed, {@code null} if they are
	 */
	record Answer(RenewRequest.Container container, Map<JobId, Integer> running, @Nullable JobQueueException failure) {
	}

}
