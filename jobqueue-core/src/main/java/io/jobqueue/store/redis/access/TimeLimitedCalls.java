package io.jobqueue.store.redis.access;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.jobqueue.store.error.StoreUnavailableException;

import org.jspecify.annotations.Nullable;

/**
 * Makes calls for queues that may be on a node out of reach, which holds a command until
 * its time limit. The caller, who works for another queue, waits a bounded time only.
 * While a call for a queue hangs, no other is made for it.
 */
public final class TimeLimitedCalls {

	private final Executor executor;

	private final Duration longest;

	private final Map<String, FutureTask<Void>> hanging = new ConcurrentHashMap<>();

	public TimeLimitedCalls(Executor executor, Duration longest) {
		this.executor = executor;
		this.longest = longest;
	}

	/**
	 * Make a call.
	 * @throws StoreUnavailableException if it does not end in time, though it may go on,
	 * or was not made because another hangs
	 */
	public void call(String queue, Runnable action) {
		this.hanging.values().removeIf(FutureTask::isDone);
		if (this.hanging.containsKey(queue)) {
			throw hangs(queue, null);
		}
		FutureTask<Void> call = new FutureTask<>(action, null);
		this.executor.execute(call);
		try {
			call.get(this.longest.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			this.hanging.put(queue, call);
			throw hangs(queue, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw hangs(queue, ex);
		}
		catch (ExecutionException ex) {
			throw rethrown(ex.getCause());
		}
	}

	private static StoreUnavailableException hangs(String queue, @Nullable Throwable cause) {
		return new StoreUnavailableException("Redis has not answered yet for queue '" + queue + "'", cause);
	}

	private static RuntimeException rethrown(@Nullable Throwable failure) {
		if (failure instanceof Error error) {
			throw error;
		}
		return (failure instanceof RuntimeException known) ? known : new IllegalStateException(failure);
	}

}
