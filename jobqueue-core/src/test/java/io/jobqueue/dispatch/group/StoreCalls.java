package io.jobqueue.dispatch.group;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

import io.jobqueue.JobId;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A store whose calls wait until the test lets them go on, and callers of it.
 */
final class StoreCalls {

	private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();

	private final Map<String, Thread> callers = new ConcurrentHashMap<>();

	List<InsertResult> insert(List<NewJob> jobs) {
		Call call = new Call(jobs);
		this.calls.add(call);
		return call.end();
	}

	/** The next call that reaches the store. */
	Call next() throws InterruptedException {
		Call call = this.calls.poll(20, TimeUnit.SECONDS);
		assertThat(call).as("a call of the store").isNotNull();
		return call;
	}

	/** Whether no further call has reached the store. */
	boolean isEmpty() {
		return this.calls.isEmpty();
	}

	/** Insert a job by a thread of its own. */
	FutureTask<InsertResult> start(GroupedInserts inserts, NewJob job) {
		FutureTask<InsertResult> task = new FutureTask<>(() -> inserts.insert(List.of(job)).get(0));
		Thread thread = new Thread(task, "caller-" + job.id());
		thread.setDaemon(true);
		this.callers.put(job.id().value(), thread);
		thread.start();
		return task;
	}

	/** As {@link #start}; returns when the thread waits for the call of another one. */
	FutureTask<InsertResult> startInLine(GroupedInserts inserts, NewJob job) {
		FutureTask<InsertResult> task = start(inserts, job);
		await().pollInterval(Duration.ofMillis(1)).until(() -> LockSupport.getBlocker(thread(job)) instanceof Caller);
		return task;
	}

	Thread thread(NewJob job) {
		return this.callers.get(job.id().value());
	}

	static NewJob job(String id) {
		return new NewJob(JobId.of(id), "mails", "send", "1");
	}

	/** What a caller got. */
	static Throwable failure(FutureTask<InsertResult> caller) throws Exception {
		try {
			throw new AssertionError("It got " + caller.get(20, TimeUnit.SECONDS));
		}
		catch (ExecutionException ex) {
			return ex.getCause();
		}
	}

	static InsertResult result(FutureTask<InsertResult> caller) throws Exception {
		return caller.get(20, TimeUnit.SECONDS);
	}

	/** A call of the store that waits. */
	static final class Call {

		private final List<NewJob> jobs;

		private final Thread thread = Thread.currentThread();

		private final CountDownLatch goesOn = new CountDownLatch(1);

		private volatile Function<List<NewJob>, List<InsertResult>> end = (jobs) -> List.of();

		private Call(List<NewJob> jobs) {
			this.jobs = List.copyOf(jobs);
		}

		List<String> ids() {
			return this.jobs.stream().map((job) -> job.id().value()).toList();
		}

		Thread thread() {
			return this.thread;
		}

		void succeed() {
			end((jobs) -> jobs.stream().map((job) -> InsertResult.INSERTED).toList());
		}

		void succeed(InsertResult... results) {
			end((jobs) -> new ArrayList<>(List.of(results)));
		}

		void fail(RuntimeException failure) {
			end((jobs) -> {
				throw failure;
			});
		}

		void fail(Error failure) {
			end((jobs) -> {
				throw failure;
			});
		}

		private void end(Function<List<NewJob>, List<InsertResult>> end) {
			this.end = end;
			this.goesOn.countDown();
		}

		/** A driver that does not react to an interrupt. */
		private List<InsertResult> end() {
			boolean interrupted = false;
			while (true) {
				try {
					this.goesOn.await();
					break;
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
			return this.end.apply(this.jobs);
		}

	}

}
