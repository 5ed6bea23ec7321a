package io.jobqueue.worker;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.jobqueue.JobContext;
import io.jobqueue.JobFailure;
import io.jobqueue.retry.RetryPolicy;
import io.jobqueue.task.Task;
import io.jobqueue.task.settings.TaskLimits;

/**
 * A task whose handler is a lambda.
 */
public class FakeTask implements Task {

	final CopyOnWriteArrayList<JobFailure> failures = new CopyOnWriteArrayList<>();

	volatile @Nullable RuntimeException onFailureThrows;

	/** What {@code onFailure} waits for, whoever interrupts it. */
	volatile @Nullable CountDownLatch onFailureAwaits;

	public final AtomicInteger runs = new AtomicInteger();

	public volatile TaskLimits limits = TaskLimits.NONE;

	/** Called when the worker is about to start a job of it. */
	public volatile Runnable beforeStart = () -> {
	};

	private final String name;

	private final Handler handler;

	private final RetryPolicy policy;

	private final Duration timeout;

	public FakeTask(String name, Handler handler) {
		this(name, handler, policy(0), Duration.ofMinutes(1));
	}

	public FakeTask(String name, Handler handler, RetryPolicy policy, Duration timeout) {
		this.name = name;
		this.handler = handler;
		this.policy = policy;
		this.timeout = timeout;
	}

	public static RetryPolicy policy(int maxRetries) {
		return new RetryPolicy(maxRetries, Duration.ofMillis(1), 1, Duration.ofMillis(1), 0, Set.of(), Set.of());
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public TaskLimits limits() {
		this.beforeStart.run();
		return this.limits;
	}

	@Override
	public Set<String> aliases() {
		return Set.of();
	}

	@Override
	public String queue() {
		return "q";
	}

	@Override
	public Duration timeout() {
		return this.timeout;
	}

	@Override
	public RetryPolicy retryPolicy() {
		return this.policy;
	}

	@Override
	public @Nullable String executor() {
		return null;
	}

	@Override
	public Type payloadType() {
		return String.class;
	}

	@Override
	public String source() {
		return "test";
	}

	@Override
	public @Nullable Object invoke(@Nullable Object payload, JobContext job) throws Exception {
		this.runs.incrementAndGet();
		return this.handler.handle(payload, job);
	}

	@Override
	public void onFailure(@Nullable Object payload, JobFailure failure) {
		this.failures.add(failure);
		CountDownLatch awaited = this.onFailureAwaits;
		while (awaited != null && awaited.getCount() > 0) {
			try {
				awaited.await();
			}
			catch (InterruptedException ex) {
				// It goes on.
			}
		}
		if (this.onFailureThrows != null) {
			throw this.onFailureThrows;
		}
	}

	@Override
	public boolean shouldRetry(@Nullable Object payload, Throwable error) {
		return this.policy.retries(error);
	}

	public interface Handler {

		@Nullable Object handle(@Nullable Object payload, JobContext job) throws Exception;

	}

}
