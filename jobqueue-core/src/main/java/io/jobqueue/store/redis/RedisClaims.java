package io.jobqueue.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobQueueException;
import io.jobqueue.JobStatus;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Exchange;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.form.RedisJobRecord;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.store.redis.form.StoredState;
import io.jobqueue.store.redis.query.RedisJobRecords;
import io.jobqueue.store.redis.step.OutcomeBatch;
import io.jobqueue.store.redis.step.StepArguments;

import org.jspecify.annotations.Nullable;

/**
 * Claims jobs, and stores the outcomes of others in the same call.
 */
final class RedisClaims {

	private static final int BATCH = 100;

	/** What the script takes at most under limits, {@code turns.MOST}. */
	private static final int LIMITED_BATCH = 50;

	private static final int PROMOTE = 500;

	/** By one claim. */
	private static final int MAX_PROMOTIONS = 100;

	private static final int HEAD = 3;

	private static final int WIDTH = 3;

	private final RedisAccess redis;

	private final RedisJobRecords records;

	private final RedisFinishes finishes;

	RedisClaims(RedisAccess redis, RedisJobRecords records, RedisFinishes finishes) {
		this.redis = redis;
		this.records = records;
		this.finishes = finishes;
	}

	/** All outcomes but the last batch are stored before. */
	Exchange exchange(ClaimRequest request, List<Outcome> outcomes) {
		boolean noted = this.redis.noteIfRoom(request.queue());
		List<FinishResult> finished = new ArrayList<>(outcomes.size());
		List<List<Outcome>> batches = RedisFinishes.batches(outcomes);
		for (int i = 0; i < batches.size() - 1; i++) {
			finished.addAll(this.finishes.finish(request.queue(), request.worker(), batches.get(i)));
		}
		List<Outcome> last = batches.isEmpty() ? List.of() : batches.get(batches.size() - 1);
		List<ClaimedJob> jobs = new ArrayList<>();
		int taken = 0;
		boolean dueFirst = true;
		while (true) {
			int limit = Math.min(BATCH, request.limit() - taken);
			OutcomeBatch batch = new OutcomeBatch(this.redis.keys(request.queue()), request.worker(), last);
			int startable = Math.max(0, request.startable() - taken);
			// A suspect is alone in the whole claim.
			int suspect = (taken > 0) ? -ClaimedJob.SUSPECT_LOSSES : ClaimedJob.SUSPECT_LOSSES;
			Answer answer = exchange(batch,
					List.of(limit, request.lease().toMillis(), suspect, dueFirst ? 1 : 0, startable));
			if (noted && answer.isNew()) {
				// It may have been forgotten while this worker had no lease.
				this.redis.noteAgainIfRoom(request.queue());
			}
			batch.accept(answer.finished());
			finished.addAll(this.finishes.finish(batch));
			last = List.of();
			if (answer.moreDue()) {
				promote(request.queue());
				dueFirst = false;
				continue;
			}
			taken += answer.size();
			jobs.addAll(read(request, answer));
			if (answer.size() < answer.most(limit, startable) || taken >= answer.wanted(request)) {
				return new Exchange(finished,
						new ClaimResult(jobs, answer.nextDue(), answer.paused(), answer.idleHints(), answer.rules()));
			}
		}
	}

	/**
	 * Make due jobs ready, in steps that are short for others, so that the first of them
	 * all is claimed. Beyond the bound, jobs are claimed beside others that are due.
	 */
	private void promote(String queue) {
		for (int i = 0; i < MAX_PROMOTIONS; i++) {
			if (this.redis.count(Script.PROMOTE, this.redis.keys(queue), List.of(), List.of(PROMOTE)) < PROMOTE) {
				return;
			}
		}
	}

	private Answer exchange(OutcomeBatch batch, List<Object> claim) {
		StepArguments arguments = new StepArguments(batch.queue(), batch.worker(), claim);
		int outcomes = this.finishes.write(batch, arguments);
		List<Object> parts = this.redis.answer(
				(size) -> size >= HEAD + outcomes && (size - HEAD - outcomes) % WIDTH == 0, Script.CLAIM, batch.queue(),
				arguments.keys(), arguments.arguments());
		return new Answer(parts, outcomes);
	}

	private List<ClaimedJob> read(ClaimRequest request, Answer answer) {
		if (answer.size() == 0) {
			return List.of();
		}
		List<String> ids = answer.ids();
		Map<String, RedisJobRecord> found = this.records.decode(this.redis.keys(request.queue()), answer.records(ids));
		List<ClaimedJob> jobs = new ArrayList<>(answer.size());
		List<Outcome> missing = new ArrayList<>(0);
		for (int i = 0; i < answer.size(); i++) {
			String id = ids.get(i);
			StoredState state = answer.state(i);
			RedisJobRecord job = found.get(id);
			if (job != null) {
				jobs.add(state.state(JobId.of(id), request.queue())
					.toClaimed(job.details(), job.createdAt())
					.withLimits(answer.limits(i)));
			}
			else {
				missing.add(missing(id, state));
			}
		}
		if (!missing.isEmpty()) {
			this.finishes.finish(request.queue(), request.worker(), missing);
		}
		return jobs;
	}

	private Outcome missing(String id, StoredState state) {
		JobError error = new JobError(JobQueueException.class.getName(),
				"The record of this job is missing in Redis: it was evicted, or deleted from outside", null);
		return new Outcome(JobId.of(id), state.delivery(), Outcome.Kind.END, JobStatus.FAILED, Duration.ZERO, null,
				error, null, null, true, null);
	}

	/**
	 * What the script answers: when to ask again, whether the queue is paused, what came
	 * of the outcomes, then each job in three parts.
	 */
	private record Answer(List<Object> parts, int outcomes) {

		@Nullable Duration nextDue() {
			long millis = RedisText.number(this.parts.get(0));
			return (millis >= 0) ? Duration.ofMillis(millis) : null;
		}

		boolean paused() {
			return sign(1);
		}

		/** Whether due jobs are to be made ready before one is claimed. */
		boolean moreDue() {
			return sign(2);
		}

		/** Whether the queue did not know the worker. */
		boolean isNew() {
			return sign(4);
		}

		private boolean sign(int sign) {
			String text = RedisText.string(this.parts.get(1));
			int end = text.indexOf(':');
			return (Integer.parseInt(text, 0, (end < 0) ? text.length() : end, 10) & sign) != 0;
		}

		/** The most jobs that one call of the script takes with these bounds. */
		int most(int limit, int startable) {
			return isLimited() ? Math.min(LIMITED_BATCH, Math.min(limit, startable)) : limit;
		}

		/** How many jobs a claim wants. Under limits it takes none ahead. */
		int wanted(ClaimRequest request) {
			return isLimited() ? Math.min(request.limit(), request.startable()) : request.limit();
		}

		/** Whether the script has applied limits, also where no rules are stored. */
		private boolean isLimited() {
			return RedisText.string(this.parts.get(1)).indexOf(':') >= 0;
		}

		/** The version of the rules, 0 if no limits apply. */
		long rules() {
			String text = RedisText.string(this.parts.get(1));
			int sign = text.indexOf(':');
			return (sign < 0) ? 0 : Long.parseLong(text, sign + 1, text.length(), 10);
		}

		ClaimResult.@Nullable IdleHints idleHints() {
			String text = RedisText.string(this.parts.get(2));
			if (text.isEmpty()) {
				return null;
			}
			boolean needsMaintenance = text.endsWith("+");
			return new ClaimResult.IdleHints(Integer.parseInt(text, 0, text.length() - (needsMaintenance ? 1 : 0), 10),
					needsMaintenance);
		}

		List<Object> finished() {
			return this.parts.subList(HEAD, HEAD + this.outcomes);
		}

		int size() {
			return (this.parts.size() - HEAD - this.outcomes) / WIDTH;
		}

		List<String> ids() {
			List<String> ids = new ArrayList<>(size());
			for (int i = 0; i < size(); i++) {
				String id = RedisText.string(part(i, 0));
				int end = id.indexOf(RedisText.UNIT);
				ids.add((end < 0) ? id : id.substring(0, end));
			}
			return ids;
		}

		/** The limits that a job was claimed under. */
		List<String> limits(int index) {
			String id = RedisText.string(part(index, 0));
			int end = id.indexOf(RedisText.UNIT);
			return (end < 0) ? List.of() : JobTraits.readLimits(id.substring(end + 1));
		}

		StoredState state(int index) {
			return StoredState.parse(RedisText.string(part(index, 1)));
		}

		/** Those that exist, by id. */
		Map<String, byte[]> records(List<String> ids) {
			Map<String, byte[]> records = new LinkedHashMap<>(2 * size());
			for (int i = 0; i < size(); i++) {
				byte[] record = (byte[]) part(i, 2);
				if (record.length > 0) {
					records.put(ids.get(i), record);
				}
			}
			return records;
		}

		private Object part(int index, int offset) {
			return this.parts.get(HEAD + this.outcomes + WIDTH * index + offset);
		}

	}

}
