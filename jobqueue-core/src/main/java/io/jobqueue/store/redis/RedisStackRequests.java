package io.jobqueue.store.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.jobqueue.JobId;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.store.stack.StackRequest;
import io.jobqueue.store.stack.StackRequests;

import org.jspecify.annotations.Nullable;

/**
 * Requests for stacks: a list for each worker and a key for each answer. All expire by
 * themselves.
 */
record RedisStackRequests(RedisAccess redis) implements StackRequests {

	/** Names the script calls of requests; no key of this queue is used. */
	private static final String STACKS = "stacks";

	private static final String UNIT = String.valueOf(RedisText.UNIT);

	private static final int PARTS = 3;

	@Override
	public boolean ask(String worker, StackRequest request) {
		return this.redis.count(Script.ASK_STACK, names(), List.of(this.redis.shared().stackRequests(worker)),
				List.of(MOST_WAITING, LIFETIME.toMillis(), worker, text(request))) == 1;
	}

	@Override
	public List<StackRequest> waiting(String worker) {
		List<StackRequest> requests = new ArrayList<>();
		for (Object each : this.redis.list(Script.TAKE_STACKS, names(),
				List.of(this.redis.shared().stackRequests(worker)), List.of())) {
			String[] parts = RedisText.string(each).split(UNIT, PARTS);
			requests.add(new StackRequest(parts[0], JobId.of(parts[2]), Integer.parseInt(parts[1])));
		}
		return requests;
	}

	@Override
	public void answer(StackRequest request, String text) {
		this.redis.run("answer a request for a stack", (connection) -> connection.stringCommands()
			.setEx(key(request), LIFETIME.toSeconds(), RedisText.bytes(text)));
	}

	@Override
	public @Nullable String answerTo(StackRequest request) {
		return this.redis
			.run("read the stack of a job",
					(connection) -> Optional.ofNullable(connection.stringCommands().get(key(request))))
			.map(RedisText::string)
			.orElse(null);
	}

	@Override
	public void withdraw(StackRequest request) {
		this.redis.run("withdraw a request for a stack", (connection) -> connection.keyCommands().del(key(request)));
	}

	@Override
	public void prune() {
		// Redis does it.
	}

	private byte[] key(StackRequest request) {
		return this.redis.shared().stackAnswer(request.token());
	}

	private QueueKeys names() {
		return this.redis.keys(STACKS);
	}

	private static String text(StackRequest request) {
		return String.join(UNIT, request.token(), Integer.toString(request.delivery()), request.id().value());
	}

}
