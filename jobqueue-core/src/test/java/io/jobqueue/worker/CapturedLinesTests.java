package io.jobqueue.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.event.Level;

import io.jobqueue.JobContext;
import io.jobqueue.JobContextHolder;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.notes.JobNotes;
import io.jobqueue.store.notes.LogPart;
import io.jobqueue.task.settings.LogCapture;
import io.jobqueue.worker.attempt.CapturedLines;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lines that a logging system passes on are added to the log of the job of the thread.
 */
@Timeout(60)
class CapturedLinesTests {

	private final WorkerFixture fixture = new WorkerFixture();

	private final AtomicInteger texts = new AtomicInteger();

	@AfterEach
	void stop() {
		this.fixture.close();
	}

	private List<String> log(@Nullable LogCapture capture, FakeTask.Handler handler) {
		this.fixture.task(new FakeTask("talks", handler, FakeTask.policy(0), Duration.ofMinutes(1)) {
			@Override
			public @Nullable LogCapture captureLogs() {
				return capture;
			}
		});
		this.fixture.start(WorkerFixture.options(), 1);
		JobId id = this.fixture.insert("talks");
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
		return this.fixture.memory.part(JobNotes.class)
			.log("q", id, 0)
			.parts()
			.stream()
			.flatMap((part) -> part.read().stream())
			.map(LogPart.Line::text)
			.toList();
	}

	private void write(Level level, String text) {
		CapturedLines.add(level, () -> {
			this.texts.incrementAndGet();
			return text;
		});
	}

	@Test
	void linesOfTheLevelAndAboveAreAdded() {
		this.fixture.tasks.put("inner", new FakeTask("inner", (payload, job) -> {
			write(Level.WARN, "of a sub-task {}");
			return null;
		}));
		assertThat(log(LogCapture.INFO, (payload, job) -> {
			write(Level.DEBUG, "too low");
			write(Level.INFO, "begins");
			job.call("inner", "x", Object.class);
			job.map(1, List.of(1), (item) -> {
				write(Level.ERROR, "of a map");
				return item;
			});
			return null;
		})).containsExactly("begins", "of a sub-task {}", "of a map");
		assertThat(this.texts).hasValue(3);
	}

	@Test
	void otherThreadsAndOtherTasksAddNothing() {
		assertThat(log(null, (payload, job) -> {
			write(Level.ERROR, "off");
			return null;
		})).isEmpty();
		write(Level.ERROR, "no job");
		assertThat(this.texts).hasValue(0);
	}

	@Test
	void lineThatIsWrittenWhileOneIsMadeIsNotAdded() {
		assertThat(log(LogCapture.TRACE, (payload, job) -> {
			CapturedLines.add(Level.INFO, () -> {
				write(Level.ERROR, "nested");
				return "outer";
			});
			write(Level.TRACE, "next");
			return null;
		})).containsExactly("outer", "next");
	}

	@Test
	void lineAfterTheEndIsDropped() {
		JobContext[] kept = new JobContext[1];
		assertThat(log(LogCapture.TRACE, (payload, job) -> {
			kept[0] = job;
			return null;
		})).isEmpty();
		JobContextHolder.Binding binding = JobContextHolder.bind(kept[0]);
		write(Level.ERROR, "late");
		binding.close();
		assertThat(this.texts).hasValue(0);
	}

}
