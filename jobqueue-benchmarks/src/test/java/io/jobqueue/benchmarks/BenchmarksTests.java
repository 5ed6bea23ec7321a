package io.jobqueue.benchmarks;

import java.util.List;

import io.jobqueue.benchmarks.server.Redis;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("process")
class BenchmarksTests {

	@Test
	void whatIsAskedForIsMeasuredForBoth() {
		Options options = Options.parse("0.001", "1", "--warm-ups", "0", "--only", "drain-50,trickle,latency,memory");
		List<String> rows = Benchmarks.run(options).lines().filter((line) -> line.startsWith("| ")).skip(2).toList();
		assertThat(rows).hasSize(19)
			.allSatisfy((row) -> assertThat(List.of(row.split("\\|")).subList(2, 4))
				.allSatisfy((cell) -> assertThat(cell.strip()).isNotEqualTo("–")));
	}

	@Test
	void schedulesThatAreDueAtOnceAreFired() {
		try (Redis redis = new Redis()) {
			assertThat(DueSchedules.run(DueSchedules.redis(redis), 300, 2))
				.contains("300 schedules due at once, 2 workers");
		}
	}

}
