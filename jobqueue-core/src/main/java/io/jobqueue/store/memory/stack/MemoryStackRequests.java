package io.jobqueue.store.memory.stack;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.jobqueue.store.stack.StackRequest;
import io.jobqueue.store.stack.StackRequests;

import org.jspecify.annotations.Nullable;

/** Requests and their answers, by token. */
public final class MemoryStackRequests implements StackRequests {

	private final InstantSource clock;

	private final Consumer<String> signal;

	private final Map<String, Kept> kept = new LinkedHashMap<>();

	/**
	 * Create an instance without requests.
	 * @param signal called with the worker that has a request
	 */
	public MemoryStackRequests(InstantSource clock, Consumer<String> signal) {
		this.clock = clock;
		this.signal = signal;
	}

	@Override
	public boolean ask(String worker, StackRequest request) {
		synchronized (this) {
			prune();
			if (waiting(worker).size() >= MOST_WAITING) {
				return false;
			}
			this.kept.put(request.token(), new Kept(worker, request, null, this.clock.instant().plus(LIFETIME)));
		}
		this.signal.accept(worker);
		return true;
	}

	@Override
	public synchronized List<StackRequest> waiting(String worker) {
		prune();
		return this.kept.values()
			.stream()
			.filter((each) -> each.worker.equals(worker) && each.answer == null)
			.map(Kept::request)
			.toList();
	}

	@Override
	public synchronized void answer(StackRequest request, String text) {
		this.kept.computeIfPresent(request.token(), (token, each) -> each.with(text));
	}

	@Override
	public synchronized @Nullable String answerTo(StackRequest request) {
		prune();
		Kept found = this.kept.get(request.token());
		return (found != null) ? found.answer : null;
	}

	@Override
	public synchronized void withdraw(StackRequest request) {
		this.kept.remove(request.token());
	}

	@Override
	public synchronized void prune() {
		Instant now = this.clock.instant();
		this.kept.values().removeIf((each) -> !each.until.isAfter(now));
	}

	private record Kept(String worker, StackRequest request, @Nullable String answer, Instant until) {

		Kept with(String text) {
			return new Kept(this.worker, this.request, text, this.until);
		}

	}

}
