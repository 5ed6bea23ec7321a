package io.jobqueue.benchmarks;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BenchmarksTests {

	@Test
	void eachMeasureIsPrintedForBoth() {
		assertThat(Benchmarks.run(new Options(0.001, 1, 0, List.of()))
			.lines()
			.filter((line) -> line.startsWith("drain at"))).hasSize(12);
	}

	@Test
	void onlyWhatIsAskedForIsMeasured() {
		assertThat(Benchmarks.run(Options.parse("0.001", "1", "--warm-ups", "1", "--only", "drain-10,memory")))
			.contains("drain at 10", "bytes a waiting job")
			.doesNotContain("drain at 50", "dispatch in bulk");
	}

	@Test
	void anArgumentThatIsNotUnderstoodIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("1", "3", "--fast"))
			.withMessageContaining("'--fast'");
	}

}
