package io.jobqueue.dispatch.group;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.jobqueue.dispatch.group.Caller.Turn;
import io.jobqueue.store.job.NewJob;

import org.jspecify.annotations.Nullable;

/**
 * The callers that wait, by queue, so that no queue delays another one. A line exists
 * while a call of its queue is under way. The map guards the state of each line; no step
 * waits for anything while it has the lock.
 */
final class Lines {

	private final ConcurrentMap<Name, Line> lines = new ConcurrentHashMap<>();

	private final GroupBounds bounds;

	Lines(GroupBounds bounds) {
		this.bounds = bounds;
	}

	/** Let a caller make a call at once if it may, or else wait in line. */
	void enter(Name name, Caller caller) {
		this.lines.compute(name, (key, known) -> {
			Line line = (known != null) ? known : new Line();
			if (line.calls == 0) {
				line.calls++;
				caller.turn(Turn.LEADS);
			}
			else {
				caller.joinsLine();
				line.waiting.add(caller);
			}
			return line;
		});
	}

	/**
	 * Let a caller make a further call if it still waits in line: the calls under way
	 * take long.
	 */
	void lead(Name name, Caller caller) {
		this.lines.computeIfPresent(name, (key, line) -> {
			if (caller.turn() == Turn.WAITS) {
				line.waiting.remove(caller);
				line.calls++;
				caller.turn(Turn.LEADS);
			}
			return line;
		});
	}

	/**
	 * Take the jobs of a call.
	 * @param leader makes the call
	 * @return the callers whose jobs go into it, first the leader
	 */
	List<Caller> gather(Name name, Caller leader) {
		List<Caller> callers = new ArrayList<>();
		callers.add(leader);
		this.lines.computeIfPresent(name, (key, line) -> {
			long length = GroupBounds.length(leader.job());
			for (Caller next = line.waiting.peek(); next != null; next = line.waiting.peek()) {
				length += GroupBounds.length(next.job());
				if (callers.size() == this.bounds.jobs() || length > this.bounds.length()) {
					break;
				}
				line.waiting.remove();
				next.turn(Turn.GOES_ALONG);
				callers.add(next);
			}
			return line;
		});
		return callers;
	}

	/** End a call. The first caller in line makes the next one. */
	void leave(Name name) {
		Next next = new Next();
		this.lines.computeIfPresent(name, (key, line) -> {
			next.leader = (line.calls > 1) ? null : line.waiting.poll();
			if (next.leader != null) {
				next.leader.turn(Turn.LEADS);
			}
			else {
				line.calls--;
			}
			return (line.calls > 0) ? line : null;
		});
		if (next.leader != null) {
			next.leader.wake();
		}
	}

	/** Whether no call is under way. */
	boolean isEmpty() {
		return this.lines.isEmpty();
	}

	/**
	 * What the jobs of one line have in common.
	 *
	 * @param queue their queue
	 * @param plain whether they have no traits, which take more statements in a database
	 */
	record Name(String queue, boolean plain) {

		static Name of(NewJob job) {
			return new Name(job.queue(), job.traits().isEmpty());
		}

	}

	/** The calls of one queue. */
	private static final class Line {

		private final ArrayDeque<Caller> waiting = new ArrayDeque<>(1);

		private int calls;

	}

	/** The caller that makes the next call. */
	private static final class Next {

		private @Nullable Caller leader;

	}

}
