package io.jobqueue.store.jdbc;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.store.notes.JobNotes;
import io.jobqueue.store.notes.LogPart;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The lines of jobs that end in the transaction of their handler.
 */
class TransactionalLogTests extends TransactionalJobScene {

	private List<String> log(JobId id) {
		return this.store.part(JobNotes.class)
			.log("q", id, 0)
			.parts()
			.stream()
			.flatMap((part) -> part.read().stream())
			.map(LogPart.Line::text)
			.toList();
	}

	@Test
	void linesAreThereWithTheSuccess() {
		JobId id = run((payload, job) -> {
			write();
			job.log("written");
			job.log("{} row", 1);
			return null;
		});
		assertThat(end(id).status()).isEqualTo(JobStatus.SUCCESS);
		assertThat(log(id)).containsExactly("written", "1 row");
	}

	@Test
	void linesThatWereStoredBeforeAreThereOnce() {
		JobId id = run((payload, job) -> {
			job.log("early");
			await().until(() -> elsewhere(() -> log(job.id())), (lines) -> lines.equals(List.of("early")));
			job.log("late");
			return null;
		});
		assertThat(end(id).status()).isEqualTo(JobStatus.SUCCESS);
		assertThat(log(id)).containsExactly("early", "late");
	}

	@Test
	void linesOfAnAttemptThatIsRolledBackAreKept() {
		AtomicBoolean first = new AtomicBoolean(true);
		this.beforeCommit.set(() -> {
			if (first.getAndSet(false)) {
				kill();
			}
		});
		JobId id = run((payload, job) -> {
			write();
			job.log("attempt {}", job.attempt());
			return null;
		});
		assertThat(end(id)).returns(JobStatus.SUCCESS, JobInfo::status).returns(2, JobInfo::attempts);
		assertThat(log(id)).containsExactly("attempt 1", "attempt 2");
	}

	@Test
	void linesAreThereOnceIfTheReplyOfTheCommitIsLost() {
		this.afterCommit.set(() -> {
			throw new IllegalStateException("The reply is lost");
		});
		JobId id = run((payload, job) -> {
			job.log("once");
			return null;
		});
		assertThat(end(id)).returns(JobStatus.SUCCESS, JobInfo::status).returns(1, JobInfo::attempts);
		this.worker.stop();
		assertThat(log(id)).containsExactly("once");
	}

}
