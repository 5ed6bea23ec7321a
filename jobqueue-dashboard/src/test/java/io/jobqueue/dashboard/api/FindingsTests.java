package io.jobqueue.dashboard.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.jobqueue.FailureGroup;
import io.jobqueue.JobStatus;
import io.jobqueue.QueueInfo;
import io.jobqueue.WorkerInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FindingsTests {

	@Test
	void nothingIsFoundWhileJobsAreRunInTime() {
		assertThat(findings(queue("emails", false, 5, Duration.ofSeconds(20)), true)).isEmpty();
		assertThat(findings(queue("emails", true, 0, null), false)).isEmpty();
	}

	@Test
	void queueWithoutWorkerIsBad() {
		assertThat(findings(queue("emails", false, 2, Duration.ofSeconds(1)), false))
			.containsExactly("BAD Queue 'emails' has no worker, and 2 jobs are waiting");
	}

	@Test
	void lateQueueIsNamedWithItsAge() {
		assertThat(findings(queue("emails", false, 2, Duration.ofMinutes(14)), true))
			.containsExactly("WARN Queue 'emails' is late: its oldest job has waited 14 min");
		assertThat(findings(queue("emails", false, 2, Duration.ofHours(5)), true))
			.containsExactly("BAD Queue 'emails' is late: its oldest job has waited 5 h");
	}

	@Test
	void pausedQueueIsANote() {
		assertThat(findings(queue("emails", true, 1, Duration.ofHours(5)), true))
			.containsExactly("NOTE Queue 'emails' is paused, and 1 job is waiting");
	}

	@Test
	void deadLettersAreCountedAndTheLargestGroupIsNamed() {
		List<FailureGroup> failures = List.of(new FailureGroup("mail", "send", "java.io.IOException", 7),
				new FailureGroup("mail", "read", "", 2));
		assertThat(Findings.of(List.of(), failures, 1)).extracting(Findings.Finding::text)
			.containsExactly("9 dead letters, most of them (7): task 'send' in queue 'mail' with IOException");
	}

	@Test
	void noWorkerIsWorst() {
		List<FailureGroup> failures = List.of(new FailureGroup("mail", "send", "java.io.IOException", 1));
		assertThat(Findings.of(List.of(), failures, 0)).extracting(Findings.Finding::text)
			.containsExactly("No worker is alive: no job is run",
					"1 dead letter: task 'send' in queue 'mail' with IOException");
	}

	@Test
	void worstIsFirst() {
		List<FailureGroup> failures = List.of(new FailureGroup("mail", "send", "java.io.IOException", 1));
		QueueRow paused = QueueRow.of(queue("emails", true, 1, null), List.of(), null);
		assertThat(Findings.of(List.of(paused), failures, 0)).extracting(Findings.Finding::severity)
			.containsExactly(Findings.Severity.BAD, Findings.Severity.WARN, Findings.Severity.NOTE);
	}

	/** Otherwise they would hide all others. */
	@Test
	void manyQueuesAreCounted() {
		List<QueueRow> queues = IntStream.rangeClosed(1, 100)
			.mapToObj((number) -> QueueRow.of(queue("q" + number, number > 90, number, null), List.of(), null))
			.toList();
		List<FailureGroup> failures = List.of(new FailureGroup("mail", "send", "java.io.IOException", 1));
		assertThat(Findings.of(queues, failures, 1)).extracting(Findings.Finding::text)
			.containsExactly("Queue 'q90' has no worker, and 90 jobs are waiting",
					"Queue 'q89' has no worker, and 89 jobs are waiting",
					"Queue 'q88' has no worker, and 88 jobs are waiting", "87 more queues have no worker or are late",
					"1 dead letter: task 'send' in queue 'mail' with IOException",
					"Queue 'q100' is paused, and 100 jobs are waiting",
					"Queue 'q99' is paused, and 99 jobs are waiting", "Queue 'q98' is paused, and 98 jobs are waiting",
					"7 more queues are paused, and jobs are waiting");
	}

	private static List<String> findings(QueueInfo queue, boolean served) {
		WorkerInfo worker = new WorkerInfo("w", "host", 1, Instant.EPOCH,
				List.of(new WorkerInfo.Container(served ? "emails" : "other", 10, Instant.EPOCH, List.of())));
		return Findings.of(List.of(QueueRow.of(queue, List.of(worker), null)), List.of(), 1)
			.stream()
			.map((finding) -> finding.severity() + " " + finding.text())
			.toList();
	}

	private static QueueInfo queue(String name, boolean paused, long queued, @Nullable Duration oldest) {
		return new QueueInfo(name, paused, Map.of(JobStatus.QUEUED, queued), oldest);
	}

}
