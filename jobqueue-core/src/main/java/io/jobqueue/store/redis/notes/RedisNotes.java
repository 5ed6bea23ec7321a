package io.jobqueue.store.redis.notes;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.jobqueue.JobId;
import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.notes.Attempt;
import io.jobqueue.store.notes.JobNotes;
import io.jobqueue.store.notes.LogAppend;
import io.jobqueue.store.notes.LogBounds;
import io.jobqueue.store.notes.LogPart;
import io.jobqueue.store.notes.StoredLog;
import io.jobqueue.store.notes.StoredStep;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.form.RedisText;

/**
 * Notes in Redis. Scripts compare worker and delivery with the state of the job. They
 * also read, as a replica may not know the newest notes.
 *
 * @param redis the way to Redis
 */
public record RedisNotes(RedisAccess redis) implements JobNotes {

	@Override
	public boolean keepStep(Attempt attempt, StoredStep step) {
		return this.redis.count(Script.KEEP_STEP, this.redis.keys(attempt.queue()), List.of(), List.of(attempt.worker(),
				attempt.id(), attempt.delivery(), step.number(), step.name(), StoredText.of(step.result()))) == 1;
	}

	@Override
	public List<StoredStep> steps(String queue, JobId id) {
		List<Object> answer = this.redis.answer((size) -> size % 2 == 0, Script.STEPS_OF, this.redis.keys(queue),
				List.of(), List.of(id));
		List<StoredStep> steps = new ArrayList<>();
		for (int i = 0; i < answer.size(); i += 2) {
			steps.add(new StoredStep(i / 2 + 1, RedisText.string(answer.get(i)),
					StoredText.read(RedisText.string(answer.get(i + 1)))));
		}
		return steps;
	}

	@Override
	public Set<JobId> appendLogs(String queue, String worker, List<LogAppend> appends, LogBounds bounds) {
		List<Object> arguments = new ArrayList<>(List.of(worker, bounds.lines(), bounds.bytes(), LogPart.FULL));
		for (LogAppend append : appends) {
			arguments.addAll(List.of(append.id(), append.delivery(), append.parts().size()));
			append.parts().forEach((part) -> arguments.addAll(List.of(part.number(), part.lines(), part.text())));
		}
		return this.redis.list(Script.APPEND_LOG, this.redis.keys(queue), List.of(), arguments)
			.stream()
			.map((id) -> JobId.of(RedisText.string(id)))
			.collect(Collectors.toSet());
	}

	@Override
	public StoredLog log(String queue, JobId id, long from) {
		List<Object> answer = this.redis.answer((size) -> size % 3 == 1, Script.LOG_OF, this.redis.keys(queue),
				List.of(), List.of(id, from));
		List<LogPart> parts = new ArrayList<>();
		for (int i = 1; i < answer.size(); i += 3) {
			parts.add(new LogPart(RedisText.number(answer.get(i)), (int) RedisText.number(answer.get(i + 1)),
					RedisText.string(answer.get(i + 2))));
		}
		return new StoredLog(RedisText.number(answer.get(0)), parts);
	}

}
