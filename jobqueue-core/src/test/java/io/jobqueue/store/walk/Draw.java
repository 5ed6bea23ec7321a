package io.jobqueue.store.walk;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.Limit;
import io.jobqueue.UniqueKey;
import io.jobqueue.UniqueKey.Conflict;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.UniqueTrait;
import io.jobqueue.store.limit.LimitName;

import org.jspecify.annotations.Nullable;

/**
 * The random values of one command.
 */
final class Draw {

	static final List<String> QUEUES = List.of("walk", "walk-2.slow", "walk-3");

	static final int WORKERS = 4;

	private static final List<String> TASKS = List.of("greet", "bill");

	private static final List<Integer> PRIORITIES = List.of(0, 0, 0, 0, 1, -1, 100, -100);

	/** Stored apart from the job by some stores. */
	private static final String LARGE = "\"" + "ä".repeat(40_000) + "\"";

	/** Limits that are held back for ever. */
	static final List<String> HELD = List.of("tenant=held", "region");

	private static final List<String> BOUNDED = List.of(LimitName.QUEUE, "task:greet", "task:bill", "tenant",
			"tenant=a", "tenant=b", "size");

	static final List<String> TAGS = List.of("red", "redder", "red=1", "n=a/b", "n=a", "x", "y", "z");

	/** How many jobs have the same limit, one after the other. */
	private static final int SAME_SIZE = 30;

	private final Random random;

	Draw(long seed) {
		this.random = new Random(seed);
	}

	boolean one(int in) {
		return this.random.nextInt(in) == 0;
	}

	int from(int least, int most) {
		return least + this.random.nextInt(most - least + 1);
	}

	static List<NewJob> several(int count, Supplier<NewJob> jobs) {
		return Stream.generate(jobs).limit(count).toList();
	}

	<T> T of(List<T> values) {
		return values.get(this.random.nextInt(values.size()));
	}

	/** Some of them, in a random order, and at least one of a list that has one. */
	<T> List<T> some(Collection<T> values, int most) {
		List<T> left = new ArrayList<>(values);
		List<T> some = new ArrayList<>();
		int count = Math.min(left.size(), from(1, most));
		while (some.size() < count) {
			some.add(left.remove(this.random.nextInt(left.size())));
		}
		return some;
	}

	String queue() {
		return one(2) ? QUEUES.get(0) : of(QUEUES);
	}

	WorkerIdentity worker() {
		int number = from(1, WORKERS);
		return new WorkerIdentity("worker-" + number, "host-" + number, 4000 + number,
				Instant.parse("2026-01-02T03:04:05Z").plusSeconds(number));
	}

	/** So short that it is over before the next command, or longer than the walk. */
	Duration lease() {
		return one(4) ? WalkTime.SOON : WalkTime.FAR;
	}

	Set<JobStatus> statuses() {
		return one(2) ? EnumSet.allOf(JobStatus.class) : EnumSet.copyOf(some(EnumSet.allOf(JobStatus.class), 6));
	}

	/** A job that is due now. */
	NewJob plain(long number) {
		String id = Integer.toString(from(36 * 36, 36 * 36 * 36 - 1), 36) + "%023d".formatted(number);
		return plain(id, queue(), number);
	}

	/** A job of a queue that is due now. */
	NewJob plain(String queue, long number) {
		return plain("zzz%023d".formatted(number), queue, number);
	}

	private NewJob plain(String id, String queue, long number) {
		return new NewJob(JobId.of(queue + "-" + id), queue, of(TASKS), "{\"n\":" + number + "}");
	}

	NewJob job(long number) {
		NewJob plain = plain(number);
		JobDetails details = plain.details().withPriority(of(PRIORITIES));
		if (one(3)) {
			details = details.withHeaders(Map.of("tenant", "acme", "n", Long.toString(number)))
				.withMaxRetries(from(0, 5))
				.withTimeout(Duration.ofSeconds(90))
				.withCorrelationId("corr-" + number);
		}
		if (one(40)) {
			details = new JobDetails(details.task(), LARGE, details.headers(), details.priority(), null, null, null,
					null, details.others());
		}
		@Nullable Duration delay = null;
		@Nullable Instant dueAt = null;
		switch (from(0, 11)) {
			case 0 -> delay = WalkTime.FAR;
			case 1, 2 -> delay = Duration.ofMillis(from(1, (int) WalkTime.SOON.toMillis()));
			case 3 -> delay = Duration.ZERO;
			case 4 -> dueAt = WalkTime.FIXED.plusSeconds(from(0, 3));
			case 5 -> dueAt = Instant.parse("1969-01-02T03:04:05Z");
			default -> {
			}
		}
		return new NewJob(plain.id(), plain.queue(), details, delay, dueAt);
	}

	/**
	 * A job with a unique key.
	 * @param alone whether its call has no other job, so that its key may run out soon
	 */
	NewJob keyed(long number, boolean alone) {
		NewJob job = job(number);
		UniqueKey key = UniqueKey.of("k" + from(1, 4));
		key = switch (from(0, alone ? 8 : 7)) {
			case 0, 1 -> key.untilDone();
			case 2, 3 -> key.untilStarted();
			case 4 -> key.replace();
			case 5, 6 -> key.debounce(alone && one(3) ? WalkTime.SOON : WalkTime.FAR);
			case 7 -> key.forTime(WalkTime.FAR);
			default -> key.forTime(WalkTime.SOON);
		};
		key = one(3) ? key.inQueue() : key;
		if (key.conflict() == Conflict.DEBOUNCE) {
			Duration delay = of(List.of(Duration.ofMillis(1), WalkTime.SOON, WalkTime.FAR));
			job = new NewJob(job.id(), job.queue(), job.details(), delay, null);
		}
		return job.withTraits(job.traits().withUnique(UniqueTrait.of(key, job.task(), String.valueOf(key.key()))));
	}

	/** The same job under limits. */
	NewJob limited(NewJob job, long number) {
		return job.withTraits(job.traits().withLimits(limits(number)));
	}

	/** The same job with tags. */
	NewJob tagged(NewJob job) {
		return job.withTraits(job.traits().withTags(some(TAGS, one(4) ? TAGS.size() : 2)));
	}

	List<String> limits(long number) {
		return some(List.of("task:greet", "task:bill", "tenant=a", "tenant=b", "tenant=c", "tenant=held", "region=x",
				"size=" + number / SAME_SIZE), one(3) ? 3 : 1);
	}

	/** The name of a limit that may have a bound. */
	String bounded() {
		return of(BOUNDED);
	}

	Limit limit() {
		return switch (from(0, 7)) {
			case 0 -> Limit.ofRate(of(OracleLimits.SLOW));
			case 1 -> Limit.ofRate(OracleLimits.FAST);
			case 2 -> Limit.ofRate(OracleLimits.FAST).withMaxRunning(from(1, 3));
			case 3 -> Limit.ofMaxRunning(0);
			default -> Limit.ofMaxRunning(from(1, 4));
		};
	}

	JobError error() {
		return new JobError("com.acme.E" + from(1, 3) + "Exception", one(4) ? null : "Bäd " + from(1, 9),
				one(2) ? "at a.B(" + from(1, 9) + ")" : null);
	}

	private @Nullable JobError maybeError() {
		return one(4) ? null : error();
	}

	/**
	 * A delay.
	 * @param exact whether more is done in the same call, which may take longer than a
	 * short delay
	 */
	private Duration delay(boolean exact) {
		return switch (from(0, 3)) {
			case 0 -> WalkTime.FAR;
			case 1 -> exact ? Duration.ZERO : WalkTime.SOON;
			default -> Duration.ZERO;
		};
	}

	/**
	 * What came of a job.
	 * @param exchange whether a claim follows in the same call
	 */
	Outcome outcome(ClaimedJob job, boolean exchange) {
		Outcome outcome = switch (from(0, 13)) {
			case 0, 1, 2 -> Outcome.success(job, one(2) ? null : one(20) ? LARGE : "{\"r\":" + from(1, 9) + "}");
			case 3, 4 -> Outcome.end(job, of(List.of(JobStatus.FAILED, JobStatus.MAX_RETRIES, JobStatus.TIMEOUT,
					JobStatus.ABORTED, JobStatus.CANCELLED)), maybeError());
			case 5, 6 -> Outcome.retry(job, delay(exchange), maybeError());
			case 7 -> Outcome.retry(job, delay(true), maybeError()).withQueue(of(QUEUES));
			case 8, 9 -> Outcome.interrupted(job);
			case 10, 11 -> Outcome.lost(job);
			case 12 -> Outcome.release(job.id(), job.delivery());
			default -> Outcome.unknownTask(job, delay(exchange));
		};
		return one(8) ? outcome.withMaxRetries(from(0, 9)) : outcome;
	}

	JobQuery query() {
		JobQuery query = JobQuery.all().withStatus(statuses().toArray(JobStatus[]::new)).withLimit(from(3, 40));
		query = one(2) ? query.inQueue(queue()) : query;
		query = one(4) ? query.withTask(of(TASKS)) : query;
		for (String tag : one(3) ? some(TAGS, 2) : List.<String>of()) {
			query = query.withTag(tag);
		}
		return one(4) ? query.withErrorType("com.acme.E1Exception") : query;
	}

}
