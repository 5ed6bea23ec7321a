package io.jobqueue.flow;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import io.jobqueue.FlowId;
import io.jobqueue.JobId;
import io.jobqueue.store.job.NewJob;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The jobs of a stage are divided into parts that a store can keep. */
class PreparedFlowTests {

	private static List<NewJob> jobs(int count, int size) {
		String payload = "\"" + "x".repeat(size) + "\"";
		return IntStream.range(0, count)
			.mapToObj((number) -> new NewJob(JobId.of("queue-" + number), "queue", "task", payload))
			.toList();
	}

	private static List<Integer> sizes(List<NewJob> jobs) {
		List<List<NewJob>> chunks = PreparedFlow.chunks(jobs);
		assertThat(chunks.stream().flatMap(List::stream).toList()).isEqualTo(jobs);
		return chunks.stream().map(List::size).toList();
	}

	@Test
	void partHasABoundedNumberOfJobs() {
		assertThat(sizes(jobs(0, 10))).isEmpty();
		assertThat(sizes(jobs(500, 10))).containsExactly(500);
		assertThat(sizes(jobs(1_001, 10))).containsExactly(500, 500, 1);
	}

	@Test
	void partHasABoundedSize() {
		assertThat(sizes(jobs(11, 200_000))).containsExactly(4, 4, 3);
		assertThat(sizes(jobs(2, 2_000_000))).containsExactly(1, 1);
	}

	@Test
	void planCountsTheParts() {
		List<NewJob> large = jobs(9, 200_000);
		PreparedFlow flow = PreparedFlow.of(FlowId.of("a"), List.of(large, large, Collections.emptyList()), null, null,
				null);
		assertThat(flow.plan().parts()).containsExactly(0, 3, 0);
	}

}
