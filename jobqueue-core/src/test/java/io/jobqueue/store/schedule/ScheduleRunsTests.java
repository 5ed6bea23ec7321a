package io.jobqueue.store.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import io.jobqueue.JobId;
import io.jobqueue.JobSchedule.Outcome;
import io.jobqueue.JobSchedule.Run;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ScheduleRunsTests {

	@Test
	void addedNotesComeFirstInReversedOrder() {
		assertThat(ScheduleRuns.add(List.of(run(2), run(1)), List.of(run(3), run(4)))).containsExactly(run(4), run(3),
				run(2), run(1));
		assertThat(ScheduleRuns.add(List.of(run(2), run(1)), List.of())).containsExactly(run(2), run(1));
		assertThat(ScheduleRuns.add(List.of(), List.of(run(1)))).containsExactly(run(1));
	}

	@Test
	void theOldestNotesAreDropped() {
		List<Run> before = newestFirst(1, 20);
		assertThat(ScheduleRuns.add(before, List.of(run(21)))).isEqualTo(newestFirst(2, 21));
		assertThat(ScheduleRuns.add(before, IntStream.rangeClosed(21, 45).mapToObj(ScheduleRunsTests::run).toList()))
			.isEqualTo(newestFirst(26, 45));
	}

	@Test
	void notesAreReadAsTheyWereWritten() {
		List<Run> runs = List.of(run(3), new Run(at(2), at(7), Outcome.MISSED, null));
		assertThat(ScheduleRuns.read(ScheduleRuns.write(runs))).isEqualTo(runs);
		assertThat(ScheduleRuns.read("")).isEmpty();
	}

	private static List<Run> newestFirst(int oldest, int newest) {
		List<Run> runs = new ArrayList<>(
				IntStream.rangeClosed(oldest, newest).mapToObj(ScheduleRunsTests::run).toList());
		Collections.reverse(runs);
		return runs;
	}

	private static Run run(int tick) {
		return new Run(at(tick), at(tick + 1), Outcome.FIRED, JobId.of("job-" + tick));
	}

	private static Instant at(int second) {
		return Instant.ofEpochSecond(second);
	}

}
