package io.jobqueue.worker.parallel;

import java.lang.reflect.UndeclaredThrowableException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.jobqueue.JobContext.ThrowingFunction;
import io.jobqueue.JobSignal;
import io.jobqueue.worker.parallel.ParallelRuns.Mapped;

import org.jspecify.annotations.Nullable;

/**
 * One map. A thread is interrupted only while it runs an item: both happen under the
 * lock. Each thread is interrupted once when an attempt must stop. The thread that maps
 * may be the one of the handler, or run an item of another map. Then its owner interrupts
 * it. Locks are taken from an outer run to those in it.
 *
 * @param <T> the type of the items
 * @param <R> the type of the results
 */
final class ParallelRun<T extends @Nullable Object, R extends @Nullable Object> {

	/** The run whose item the thread runs. */
	private static final ThreadLocal<@Nullable ParallelRun<?, ?>> ENCLOSING = new ThreadLocal<>();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final List<T> items;

	private final ThrowingFunction<? super T, ? extends R> function;

	private final ParallelRuns runs;

	private final @Nullable Object[] results;

	private final Thread caller = Thread.currentThread();

	private final @Nullable ParallelRun<?, ?> enclosing = ENCLOSING.get();

	private final boolean callerHasOwner;

	/** Each thread that runs an item, and whether this run has interrupted it. */
	private final Map<Thread, Boolean> running = new HashMap<>();

	private final Set<ParallelRun<?, ?>> nested = new HashSet<>();

	private int next;

	private int done;

	private volatile boolean stopped;

	private boolean noticed;

	/** Whether somebody else has interrupted the calling thread. */
	private boolean interrupted;

	/** Whether an interrupt by this run was cleared that the item did not observe. */
	private boolean cleared;

	private @Nullable Throwable failure;

	private @Nullable JobSignal signal;

	ParallelRun(List<T> items, ThrowingFunction<? super T, ? extends R> function, boolean handlerThread,
			ParallelRuns runs) {
		this.items = items;
		this.function = function;
		this.runs = runs;
		this.results = new @Nullable Object[items.size()];
		this.callerHasOwner = handlerThread || this.enclosing != null;
	}

	/** Run all items on the calling thread and on some that help. */
	Mapped<R> run(int helpers) throws Exception {
		if (this.enclosing != null) {
			this.enclosing.enter(this);
		}
		try {
			boolean free = true;
			for (int i = 0; i < helpers && free; i++) {
				free = this.runs.threads().start(this::work, this.runs.interrupts());
			}
			work();
			awaitOthers();
		}
		finally {
			if (this.enclosing != null) {
				this.enclosing.leave(this);
			}
		}
		return end();
	}

	private void enter(ParallelRun<?, ?> inner) {
		locked(() -> {
			this.nested.add(inner);
			if (this.stopped) {
				inner.stop();
			}
		});
	}

	private void leave(ParallelRun<?, ?> inner) {
		locked(() -> this.nested.remove(inner));
	}

	private void locked(Runnable action) {
		this.lock.lock();
		try {
			action.run();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void work() {
		for (int index = begin(); index >= 0; index = begin()) {
			ParallelRun<?, ?> outer = ENCLOSING.get();
			ENCLOSING.set(this);
			Throwable error = null;
			try {
				this.results[index] = this.function.apply(this.items.get(index));
			}
			catch (Throwable ex) {
				error = ex;
			}
			if (outer != null) {
				ENCLOSING.set(outer);
			}
			else {
				ENCLOSING.remove();
			}
			ended(error);
		}
	}

	/** Return the index of the next item, -1 for none. */
	private int begin() {
		this.lock.lock();
		try {
			if (Thread.currentThread() == this.caller && Thread.interrupted()) {
				callerInterrupted();
			}
			if (this.stopped || this.runs.isStopped() || this.next == this.items.size()) {
				return -1;
			}
			this.running.put(Thread.currentThread(), false);
			return this.next++;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void ended(@Nullable Throwable error) {
		this.lock.lock();
		try {
			boolean ours = Boolean.TRUE.equals(this.running.remove(Thread.currentThread()));
			boolean isCaller = Thread.currentThread() == this.caller;
			// What is pending on the calling thread may be for its owner, if not sent
			// here.
			boolean pending = (ours || !isCaller) && Thread.interrupted();
			this.noticed |= ours && !pending;
			this.cleared |= isCaller && pending;
			if (error != null) {
				failed(error);
			}
			else {
				this.done++;
			}
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void failed(Throwable error) {
		boolean consequence = this.stopped && error instanceof InterruptedException;
		if (error instanceof JobSignal made) {
			this.signal = (this.signal != null) ? this.signal : made;
		}
		else if (this.failure == null) {
			this.failure = error;
		}
		else if (this.failure != error && !consequence) {
			this.failure.addSuppressed(error);
		}
		stop(false);
	}

	private void callerInterrupted() {
		this.interrupted = true;
		stop(false);
	}

	private void awaitOthers() {
		this.lock.lock();
		try {
			while (!this.running.isEmpty()) {
				try {
					this.changed.await();
				}
				catch (InterruptedException ex) {
					callerInterrupted();
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Stop on behalf of the attempt or of the run around this one. */
	void stop() {
		locked(() -> stop(true));
	}

	private void stop(boolean byOwner) {
		if (this.stopped) {
			return;
		}
		this.stopped = true;
		// First: a thread that swallows its interrupt must not begin another item there.
		this.nested.forEach(ParallelRun::stop);
		if (this.runs.interrupts()) {
			this.running.replaceAll((thread, before) -> {
				boolean interrupts = !(byOwner && this.callerHasOwner && thread == this.caller);
				if (interrupts) {
					thread.interrupt();
				}
				return interrupts;
			});
		}
		this.changed.signalAll();
	}

	@SuppressWarnings("unchecked")
	private Mapped<R> end() throws Exception {
		Throwable error = (this.signal != null) ? this.signal : this.failure;
		if (error == null && this.done < this.items.size()) {
			error = stopped("Job '%s' was stopped after %s of %s items".formatted(this.runs.job(), this.done,
					this.items.size()));
		}
		// The caller must see an interrupt that was meant for it, unless it is told so.
		boolean byOwner = this.runs.isStopped() || (this.enclosing != null && this.enclosing.stopped);
		if ((this.interrupted || (this.cleared && byOwner)) && !(error instanceof InterruptedException)) {
			this.caller.interrupt();
		}
		if (error instanceof Exception ex) {
			throw ex;
		}
		if (error instanceof Error ex) {
			throw ex;
		}
		if (error != null) {
			throw new UndeclaredThrowableException(error);
		}
		return new Mapped<>(Collections.unmodifiableList((List<R>) Arrays.asList(this.results)), this.noticed);
	}

	private Exception stopped(String message) {
		return (this.interrupted || this.runs.interrupts()) ? new InterruptedException(message)
				: new CancellationException(message);
	}

	/** Return the threads that run items now. */
	List<Thread> children() {
		this.lock.lock();
		try {
			return List.copyOf(this.running.keySet());
		}
		finally {
			this.lock.unlock();
		}
	}

}
