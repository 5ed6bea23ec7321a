package io.jobqueue.benchmarks;

import java.util.List;
import java.util.Map;

import io.jobqueue.benchmarks.server.Redis;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Tag("process")
class BenchmarksTests {

	@Test
	void whatIsAskedForIsMeasuredForBoth() {
		Options options = Options.parse("0.001", "1", "--warm-ups", "0", "--only", "drain-50,latency,memory");
		List<String> rows = Benchmarks.run(options).lines().filter((line) -> line.startsWith("| ")).skip(2).toList();
		assertThat(rows).hasSize(11)
			.allSatisfy((row) -> assertThat(row.split("\\|")).hasSize(6)
				.allSatisfy((cell) -> assertThat(cell.strip()).isNotEqualTo("–")));
	}

	@Test
	void schedulesThatAreDueAtOnceAreFired() {
		try (Redis redis = new Redis()) {
			assertThat(DueSchedules.run(DueSchedules.redis(redis), 300, 2))
				.contains("300 schedules due at once, 2 workers");
		}
	}

	@Test
	void anArgumentThatIsNotUnderstoodIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("1", "3", "--fast"))
			.withMessageContaining("'--fast'");
	}

	@Test
	void aMissedTargetIsNamed() {
		assertThat(Target.ratioAtLeast(0.5).verdict(List.of(10.0), List.of(0.4, 0.6, 0.3))).contains("missed");
		assertThat(Target.ratioAtLeast(0.5).verdict(List.of(10.0), List.of(0.4, 0.6, 0.5))).contains("met");
		assertThat(Target.atMost(0.3).verdict(List.of(0.31), List.of())).contains("missed");
	}

	@Test
	void theRatioIsThatToTheBestOfTheOthersInTheSameRound() {
		Table table = new Table(List.of("slow", "fast", "library"));
		List.of(100.0, 10.0).forEach((value) -> table.add("a, jobs/s", "slow", value));
		List.of(200.0, 40.0).forEach((value) -> table.add("a, jobs/s", "fast", value));
		List.of(400.0, 40.0).forEach((value) -> table.add("a, jobs/s", "library", value));
		assertThat(table.print(Map.of())).contains("| 2.00 (1.00–2.00)");
	}

}
