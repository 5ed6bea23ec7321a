package io.jobqueue.store.jdbc.stack;

import java.util.List;
import java.util.Optional;

import io.jobqueue.JobId;
import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.Table;
import io.jobqueue.store.jdbc.signal.Waker;
import io.jobqueue.store.stack.StackRequest;
import io.jobqueue.store.stack.StackRequests;

import org.jspecify.annotations.Nullable;

/**
 * Requests for stacks: a row for each, with its answer. Whoever asks deletes rows that
 * have expired.
 *
 * @param database the way to the database
 * @param wakes signals workers
 */
public record JdbcStackRequests(Database database, Waker wakes) implements StackRequests {

	private static final int PRUNED = 200;

	private static final String WAITING = """
			select token, job, delivery from {p}stack where worker = :worker and answer is null and until_at > {now} / 1000
			order by until_at, token limit :most
			""";

	private static final String EXPIRED = """
			select token from {p}stack where until_at <= :now order by token limit :limit for update skip locked
			""";

	private static final String ANSWERED = "select answer from {p}stack where token = :token and answer is not null";

	private static final String ANSWER = "update {p}stack set answer = :text where token = :token";

	private static final String DELETE = "delete from {p}stack where token = ?";

	@Override
	public boolean ask(String worker, StackRequest request) {
		boolean asked = this.database.own("request the stack of a job", () -> {
			StepClock now = this.database.begin();
			prune(now);
			if (waitingNow(worker).size() >= MOST_WAITING) {
				return false;
			}
			Object[] row = { request.token(), worker, request.id().value(), request.delivery(), now.after(LIFETIME) };
			this.database.dialect()
				.insertNew(this.database.jdbc(), this.database.rows(Table.STACK, List.<Object[]>of(row)));
			return true;
		});
		if (asked) {
			this.wakes.requested(worker);
		}
		return asked;
	}

	@Override
	public List<StackRequest> waiting(String worker) {
		return this.database.workerRead("read the requests for stacks", () -> waitingNow(worker));
	}

	private List<StackRequest> waitingNow(String worker) {
		return this.database.sql(WAITING)
			.param("worker", worker)
			.param("most", MOST_WAITING)
			.query((row, number) -> new StackRequest(row.getString("token"), JobId.of(row.getString("job")),
					row.getInt("delivery")))
			.list();
	}

	@Override
	public void answer(StackRequest request, String text) {
		this.database.step("answer a request for a stack", () -> {
			this.database.begin();
			return this.database.sql(ANSWER)
				.param("text", StoredText.of(text))
				.param("token", request.token())
				.update();
		});
	}

	@Override
	public @Nullable String answerTo(StackRequest request) {
		return this.database.read("read the stack of a job", () -> {
			List<String> answers = this.database.sql(ANSWERED)
				.param("token", request.token())
				.query((row, number) -> StoredText.read(row.getString("answer")))
				.list();
			return Optional.ofNullable(answers.isEmpty() ? null : answers.get(0));
		}).orElse(null);
	}

	@Override
	public void withdraw(StackRequest request) {
		this.database.own("withdraw a request for a stack", () -> {
			this.database.begin();
			return this.database.jdbc().update(this.database.expand(DELETE), request.token());
		});
	}

	@Override
	public void prune() {
		this.database.own("delete old requests for stacks", () -> prune(this.database.begin()));
	}

	private int prune(StepClock now) {
		List<Object[]> expired = this.database.sql(EXPIRED)
			.param("now", now.millis())
			.param("limit", PRUNED)
			.query((row, number) -> new Object[] { row.getString("token") })
			.list();
		this.database.jdbc().batchUpdate(this.database.expand(DELETE), expired);
		return expired.size();
	}

}
