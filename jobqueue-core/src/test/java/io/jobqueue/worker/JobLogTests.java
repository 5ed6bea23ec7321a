package io.jobqueue.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobContext;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobLogLine;
import io.jobqueue.JobStatus;
import io.jobqueue.management.StoreJobExplorer;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.error.StoreFullException;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The log of a job is stored while it runs, and before its outcome.
 */
@Timeout(60)
class JobLogTests {

	private final WorkerFixture fixture = new WorkerFixture();

	private final JobExplorer explorer = new StoreJobExplorer(this.fixture.memory,
			new JacksonJobSerializer(JsonMapper.builder().build()));

	private final CountDownLatch written = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	@AfterEach
	void stop() {
		this.release.countDown();
		this.fixture.close();
	}

	private JobId run(FakeTask.Handler handler) {
		this.fixture.task(new FakeTask("logs", handler, FakeTask.policy(2), Duration.ofMinutes(1)));
		this.fixture.start(WorkerFixture.options(), 1);
		return this.fixture.insert("logs");
	}

	private List<String> log(JobId id) {
		return this.explorer.log(id, 0).stream().map(JobLogLine::text).toList();
	}

	@Test
	void linesAreStoredBeforeTheOutcome() {
		JobId id = run((payload, job) -> {
			job.log("{} of {}", 1, "two");
			job.log("plain {}");
			job.log("failed {}", "here", new IllegalStateException("on purpose"));
			return null;
		});
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
		assertThat(log(id)).containsExactly("1 of two", "plain {}",
				"failed here" + System.lineSeparator() + "java.lang.IllegalStateException: on purpose");
		assertThat(this.fixture.noteCalls).hasValue(1);
	}

	@Test
	void linesAreReadWhileTheJobRuns() {
		JobId id = run((payload, job) -> {
			job.log("begun");
			this.release.await();
			return null;
		});
		Awaitility.await().until(() -> log(id), (lines) -> lines.equals(List.of("begun")));
		assertThat(this.fixture.info(id).status()).isEqualTo(JobStatus.STARTED);
	}

	@Test
	void linesOfAllAttemptsAreReadFromANumberOn() {
		JobId id = run((payload, job) -> {
			job.log("attempt {} begins", job.attempt());
			job.log("attempt {} ends", job.attempt());
			if (job.attempt() < 3) {
				throw new IllegalStateException("on purpose");
			}
			return null;
		});
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
		List<JobLogLine> lines = this.explorer.log(id, 0);
		assertThat(lines).hasSize(6).extracting(JobLogLine::text).startsWith("attempt 1 begins", "attempt 1 ends");
		assertThat(lines).extracting(JobLogLine::number).isSorted().doesNotHaveDuplicates();
		assertThat(this.explorer.log(id, lines.get(3).number() + 1)).isEqualTo(lines.subList(4, 6));
		assertThat(this.explorer.log(id, lines.get(5).number() + 1)).isEmpty();
		assertThat(this.explorer.log(JobId.of("unknown"), 0)).isEmpty();
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> this.explorer.log(id, -1));
	}

	@Test
	void longLogKeepsItsEndAndSaysSo() {
		JobId id = run((payload, job) -> {
			IntStream.range(0, 3000).forEach((i) -> job.log("line {}", i));
			return null;
		});
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
		assertThat(log(id)).hasSizeBetween(700, 1001).endsWith("line 2999").first().asString().contains("lines");
		assertThat(log(id)).anyMatch((line) -> line.contains("lines are missing") || line.contains("were deleted"));
	}

	@Test
	void longLinesAreCut() {
		JobId id = run((payload, job) -> {
			job.log("x".repeat(10_000));
			return null;
		});
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
		assertThat(log(id)).containsExactly("x".repeat(4000) + "…");
	}

	@Test
	void linesWaitForAStoreThatIsAwayAndTheHandlerDoesNot() {
		JobId id = run((payload, job) -> {
			this.fixture.unavailable.set(true);
			IntStream.range(0, 5000).forEach((i) -> job.log("line {}", i));
			this.written.countDown();
			this.release.await();
			job.log("last");
			return null;
		});
		Awaitility.await().until(() -> this.written.getCount() == 0 && this.fixture.noteCalls.get() >= 2);
		assertThat(log(id)).isEmpty();
		this.release.countDown();
		this.fixture.unavailable.set(false);
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
		assertThat(log(id)).hasSizeBetween(500, 1001).endsWith("line 4999", "last");
	}

	@Test
	void jobEndsAlthoughAFullStoreRefusesItsLines() {
		this.fixture.appending.set(() -> {
			throw new StoreFullException("on purpose", null);
		});
		JobId id = run((payload, job) -> {
			job.log("attempt {}", job.attempt());
			if (job.attempt() == 1) {
				throw new IllegalStateException("on purpose");
			}
			return null;
		});
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
		assertThat(log(id)).isEmpty();
	}

	@Test
	void linesThatAFullStoreRefusedAreCounted() {
		AtomicLong refused = new AtomicLong();
		this.fixture.appending.set(() -> {
			refused.incrementAndGet();
			throw new StoreFullException("on purpose", null);
		});
		JobId id = run((payload, job) -> {
			for (long i = 1; i <= 2; i++) {
				long last = i;
				job.log("lost {}", i);
				Awaitility.await().until(() -> refused.get() >= last);
			}
			this.fixture.appending.set(() -> {
			});
			job.log("kept");
			return null;
		});
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
		assertThat(log(id)).hasSize(2).endsWith("kept").first().asString().startsWith("2 lines are missing");
	}

	/** A line is written while others are being stored. */
	private @Nullable Object flood(@Nullable Object payload, JobContext job) {
		AtomicLong lines = new AtomicLong();
		this.fixture.appending.set(() -> {
			long before = lines.get();
			while (lines.get() == before && this.release.getCount() > 0) {
				Thread.onSpinWait();
			}
		});
		while (this.release.getCount() > 0) {
			job.log("flood");
			lines.incrementAndGet();
		}
		return null;
	}

	@Test
	void jobThatWritesAllTheTimeKeepsNoOtherLinesBack() {
		this.fixture.task(new FakeTask("logs", (payload, job) -> {
			job.log("one");
			this.release.await();
			return null;
		}, FakeTask.policy(2), Duration.ofMinutes(1)));
		this.fixture.task(new FakeTask("floods", this::flood, FakeTask.policy(2), Duration.ofMinutes(1)));
		this.fixture.start(WorkerFixture.options(), 2);
		JobId flood = this.fixture.insert("floods");
		Awaitility.await().until(() -> !log(flood).isEmpty());
		JobId other = this.fixture.insert("logs");
		Awaitility.await().until(() -> log(other), List.of("one")::equals);
	}

	@Test
	void linesOfAJobThatWasCancelledAreDropped() {
		JobId id = run((payload, job) -> {
			job.log("before");
			this.written.countDown();
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				job.log("after");
			}
			return null;
		});
		Awaitility.await().until(() -> log(id).contains("before"));
		this.fixture.memory.actions().cancel(id);
		Awaitility.await().until(() -> this.fixture.info(id).status() == JobStatus.CANCELLED);
		this.fixture.close();
		assertThat(log(id)).containsExactly("before");
	}

}
