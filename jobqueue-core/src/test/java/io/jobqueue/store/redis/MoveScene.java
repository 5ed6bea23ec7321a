package io.jobqueue.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.management.JobSearch;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.StatusRetention;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.testsupport.TestRedis;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.ScanOptions;

/**
 * Three queues of one namespace, and what happens in them.
 */
abstract class MoveScene {

	static final List<String> QUEUES = List.of("a", "b", "c");

	static final Duration LEASE = Duration.ofMinutes(5);

	final String namespace = TestRedis.namespace();

	final StoreBackend store = new RedisStoreBackend(TestRedis.shared().connectionFactory(), this.namespace);

	StoreBackend stalledBefore(String step, Runnable meanwhile) {
		return new RedisStoreBackend(
				ScriptSteps.before(TestRedis.shared().connectionFactory(), new Once(step, 1, meanwhile)),
				this.namespace);
	}

	ClaimedJob claim(String queue) {
		return this.store.feed().claim(new ClaimRequest(queue, "w", 1, LEASE)).jobs().get(0);
	}

	static Outcome to(String queue, ClaimedJob job) {
		return Outcome.retry(job, Duration.ZERO, null).withQueue(queue);
	}

	FinishResult finish(String queue, Outcome outcome) {
		return this.store.feed().finish(queue, "w", List.of(outcome)).get(0);
	}

	JobInfo find(JobId id) {
		return this.store.queries().find(List.of(id)).get(id);
	}

	/** End and prune all jobs, with what maintenance does. */
	void endAll() {
		for (String queue : QUEUES) {
			this.store.maintenance().reclaim(queue, 5, 100);
		}
		for (JobInfo job : new JobSearch(this.store.queries()).search(JobQuery.all()).jobs()) {
			this.store.actions().cancel(job.id());
		}
		for (int pass = 0; pass < 3; pass++) {
			QUEUES.forEach((queue) -> {
				this.store.feed().leave("w", List.of(queue));
				prune(this.store, queue);
			});
		}
	}

	static void prune(StoreBackend store, String queue) {
		Map<JobStatus, StatusRetention> nothing = Arrays.stream(JobStatus.values())
			.filter(JobStatus::isEnd)
			.collect(Collectors.toMap(Function.identity(), (status) -> new StatusRetention(LEASE, 0)));
		store.maintenance().prune(queue, nothing, 100);
	}

	/** All keys that do not expire, but the one of the namespace itself. */
	Set<String> keys() {
		Set<String> keys = new TreeSet<>();
		List<byte[]> found = new ArrayList<>();
		try (RedisConnection connection = TestRedis.shared().connectionFactory().getConnection()) {
			connection.keyCommands()
				.scan(ScanOptions.scanOptions().match("*" + this.namespace + ":*").count(1000).build())
				.forEachRemaining(found::add);
			for (byte[] key : found) {
				if (connection.keyCommands().ttl(key) == -1) {
					keys.add(RedisText.string(key));
				}
			}
		}
		keys.remove(this.namespace + ":format");
		return keys;
	}

	static String large() {
		return "\"" + "x".repeat(20_000) + "\"";
	}

	/** Does something before the script of that name is run for that time. */
	static final class Once implements java.util.function.Consumer<String> {

		final String name;

		int left;

		final Runnable action;

		Once(String name, int number, Runnable action) {
			this.name = name;
			this.left = number;
			this.action = action;
		}

		@Override
		public void accept(String script) {
			if (script.equals(this.name) && --this.left == 0) {
				this.action.run();
			}
		}

	}

	static final class Death extends Error {

		static final long serialVersionUID = 1L;

	}

}
