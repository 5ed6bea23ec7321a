package io.jobqueue.benchmarks;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BenchmarksTests {

	@Test
	void eachMeasureIsPrintedForBoth() {
		assertThat(Benchmarks.run(0.001, 1).lines().filter((line) -> line.startsWith("drain at"))).hasSize(12);
	}

}
