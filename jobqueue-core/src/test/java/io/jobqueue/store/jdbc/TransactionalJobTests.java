package io.jobqueue.store.jdbc;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.jobqueue.JobContext;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a handler writes, and the success of its job, are committed together or not at
 * all, whatever happens between its return and the commit.
 */
@Tag("process")
@Timeout(60)
class TransactionalJobTests extends TransactionalJobScene {

	@Test
	void rowAndSuccessAreCommittedTogether() {
		JobId id = run((payload, job) -> {
			write();
			assertThat(elsewhere(this::rows)).isZero();
			return "done";
		});
		assertThat(end(id)).returns(JobStatus.SUCCESS, JobInfo::status)
			.returns("\"done\"", JobInfo::result)
			.returns(1, JobInfo::attempts);
		assertThat(rows()).isOne();
	}

	@Test
	void errorRollsTheRowBackAndIsRetried() {
		JobId id = run((payload, job) -> {
			write();
			if (job.attempt() == 1) {
				throw new java.io.IOException("on purpose");
			}
			return null;
		});
		assertThat(end(id)).returns(JobStatus.SUCCESS, JobInfo::status).returns(2, JobInfo::attempts);
		assertThat(rows()).isOne();
	}

	@Test
	void requestsOfTheHandlerRollTheRowBack() {
		JobId id = run((payload, job) -> {
			write();
			if (job.attempt() == 1) {
				throw job.retry();
			}
			throw job.abort("on purpose");
		});
		assertThat(end(id).status()).isEqualTo(JobStatus.ABORTED);
		assertThat(rows()).isZero();
	}

	@Test
	void connectionThatBreaksBeforeTheCommitLeavesNeither() {
		this.beforeCommit.set(() -> {
			this.beforeCommit.set(() -> {
			});
			kill();
		});
		JobId id = run((payload, job) -> {
			assertThat(elsewhere(this::rows)).isZero();
			write();
			return null;
		});
		assertThat(end(id)).returns(JobStatus.SUCCESS, JobInfo::status).returns(2, JobInfo::attempts);
		assertThat(rows()).isOne();
	}

	@Test
	void connectionThatBreaksInTheHandlerLeavesNeither() {
		JobId id = run((payload, job) -> {
			write();
			if (job.attempt() == 1) {
				kill();
			}
			return null;
		});
		assertThat(end(id)).returns(JobStatus.SUCCESS, JobInfo::status).returns(2, JobInfo::attempts);
		assertThat(rows()).isOne();
	}

	@Test
	void replyOfTheCommitThatIsLostIsNoError() {
		this.afterCommit.set(() -> {
			throw new IllegalStateException("The reply is lost");
		});
		JobId id = run((payload, job) -> {
			write();
			return "once";
		});
		assertThat(end(id)).returns(JobStatus.SUCCESS, JobInfo::status).returns(1, JobInfo::attempts);
		this.worker.stop();
		assertThat(end(id)).returns(JobStatus.SUCCESS, JobInfo::status).returns(1, JobInfo::delivery);
		assertThat(rows()).isOne();
	}

	@Test
	void jobThatWasReclaimedMeanwhileRollsTheRowBack() {
		AtomicBoolean first = new AtomicBoolean(true);
		JobId id = run((payload, job) -> {
			write();
			if (first.getAndSet(false)) {
				elsewhere(this::loseLease);
			}
			return null;
		});
		assertThat(end(id)).returns(JobStatus.SUCCESS, JobInfo::status).returns(2, JobInfo::delivery);
		assertThat(rows()).isOne();
	}

	@Test
	void jobThatWasCancelledMeanwhileRollsTheRowBack() {
		AtomicReference<@Nullable JobContext> context = new AtomicReference<>();
		JobId id = run((payload, job) -> {
			write();
			elsewhere(() -> this.store.actions().cancel(job.id()));
			context.set(job);
			return null;
		});
		assertThat(end(id).status()).isEqualTo(JobStatus.CANCELLED);
		await().until(() -> context.get() != null && this.pool.getHikariPoolMXBean().getActiveConnections() < 2);
		this.worker.stop();
		assertThat(rows()).isZero();
	}

	@Test
	void handlerWithAStageIsRefused() {
		JobId id = run((payload, job) -> {
			write();
			return CompletableFuture.completedFuture("later");
		});
		JobInfo job = end(id);
		assertThat(job.status()).isEqualTo(JobStatus.MAX_RETRIES);
		assertThat(job.error().message()).contains("'finishInTransaction'", "CompletionStage");
		assertThat(rows()).isZero();
	}

}
