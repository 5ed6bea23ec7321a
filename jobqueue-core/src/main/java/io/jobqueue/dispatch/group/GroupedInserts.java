package io.jobqueue.dispatch.group;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongSupplier;

import io.jobqueue.DurationText;
import io.jobqueue.dispatch.group.Caller.Answer;
import io.jobqueue.dispatch.group.Caller.Turn;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;

import org.jspecify.annotations.Nullable;

/**
 * Inserts single jobs of several threads by shared calls. Safe for use by many threads,
 * also virtual ones. It must not be used where an insert would be part of the transaction
 * of its caller.
 */
public final class GroupedInserts {

	private final Function<List<NewJob>, List<InsertResult>> store;

	private final GroupBounds bounds;

	private final LongSupplier nanoTime;

	private final Lines lines;

	/**
	 * Share calls of a store.
	 * @param store inserts jobs, which are stored for good when it returns; it ignores
	 * those whose ids it has
	 */
	public GroupedInserts(Function<List<NewJob>, List<InsertResult>> store) {
		this(store, GroupBounds.DEFAULT, System::nanoTime);
	}

	GroupedInserts(Function<List<NewJob>, List<InsertResult>> store, GroupBounds bounds, LongSupplier nanoTime) {
		this.store = store;
		this.nanoTime = nanoTime;
		this.bounds = bounds;
		this.lines = new Lines(bounds);
	}

	/**
	 * Insert jobs that are new. They are stored for good when this returns.
	 * @param jobs the jobs; several are inserted by a call of their own
	 * @return what came of each, in the same order
	 * @throws StoreUnavailableException if the store cannot be used
	 * @throws RuntimeException what the store throws for these jobs alone
	 */
	public List<InsertResult> insert(List<NewJob> jobs) {
		// The call of an interrupted thread may fail for that reason.
		if (jobs.size() != 1 || !this.bounds.allow(jobs.get(0)) || Thread.currentThread().isInterrupted()) {
			return this.store.apply(jobs);
		}
		return List.of(insert(new Caller(jobs.get(0), this.nanoTime)));
	}

	private InsertResult insert(Caller caller) {
		Lines.Name line = Lines.Name.of(caller.job());
		long start = this.nanoTime.getAsLong();
		this.lines.enter(line, caller);
		if (!caller.awaitTurn(start + this.bounds.patience().toNanos())) {
			this.lines.lead(line, caller);
		}
		if (caller.turn() == Turn.LEADS) {
			return lead(line, caller);
		}
		return result(caller, caller.awaitAnswer(start + this.bounds.longest().toNanos()));
	}

	/** Whether no call is under way. */
	boolean isIdle() {
		return this.lines.isEmpty();
	}

	private InsertResult alone(NewJob job) {
		return this.store.apply(List.of(job)).get(0);
	}

	private InsertResult lead(Lines.Name line, Caller leader) {
		Answer answer;
		try {
			List<Caller> callers = gather(line, leader);
			if (callers.size() == 1) {
				return alone(leader.job());
			}
			answer = call(callers);
		}
		finally {
			this.lines.leave(line);
		}
		return result(leader, answer);
	}

	private List<Caller> gather(Lines.Name line, Caller leader) {
		if (!leader.hasWaited() || Thread.currentThread().isInterrupted()) {
			return List.of(leader);
		}
		// Those that were just answered may dispatch again, and share this call.
		Thread.yield();
		return this.lines.gather(line, leader);
	}

	/** Make a call, and answer all but the first one, whose answer is returned. */
	private Answer call(List<Caller> callers) {
		List<Answer> answers = Collections.nCopies(callers.size(), Answer.ALONE);
		try {
			answers = answers(callers);
		}
		finally {
			for (int i = 1; i < callers.size(); i++) {
				callers.get(i).answer(answers.get(i));
			}
		}
		return answers.get(0);
	}

	/** After a failure that one job may have caused, each caller is to go on alone. */
	private List<Answer> answers(List<Caller> callers) {
		try {
			return this.store.apply(callers.stream().map(Caller::job).toList()).stream().map(Answer::of).toList();
		}
		catch (StoreUnavailableException ex) {
			if (ex.getClass() != StoreUnavailableException.class) {
				return Collections.nCopies(callers.size(), Answer.ALONE);
			}
			Answer failed = Answer.failed(ex);
			List<Answer> answers = new ArrayList<>(Collections.nCopies(callers.size(), failed));
			if (Thread.currentThread().isInterrupted()) {
				// It may have failed for that reason, which is no matter of the others.
				Collections.fill(answers.subList(1, answers.size()), Answer.ALONE);
			}
			return answers;
		}
		catch (RuntimeException ex) {
			return Collections.nCopies(callers.size(), Answer.ALONE);
		}
	}

	private InsertResult result(Caller caller, @Nullable Answer answer) {
		if (answer == null) {
			throw new StoreUnavailableException(
					"The store has not answered for %s to a call that inserts jobs of several threads"
						.formatted(DurationText.of(this.bounds.longest())),
					null);
		}
		StoreUnavailableException failure = answer.failure();
		if (failure != null) {
			throw new StoreUnavailableException(Objects.requireNonNull(failure.getMessage()), failure,
					failure.hadNoEffect());
		}
		if (answer.result() != null) {
			return answer.result();
		}
		InsertResult again = alone(caller.job());
		// The job is new, so the shared call has stored it.
		return (again.kind() == InsertResult.Kind.ALREADY_THERE) ? InsertResult.INSERTED : again;
	}

}
