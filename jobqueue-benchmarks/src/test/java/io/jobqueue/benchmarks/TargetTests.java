package io.jobqueue.benchmarks;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TargetTests {

	private final Row row = new Row();

	private void rounds(String contender, double... values) {
		for (double value : values) {
			this.row.add(contender, value);
		}
	}

	@Test
	void aTargetOfTheLibraryAloneIsForItsMedian() {
		rounds("library", 0.4, 0.6, 0.3);
		assertThat(Target.atMost(0.4).verdict(this.row)).isEqualTo("≤ 0.40, met");
		assertThat(Target.atLeast(0.5).verdict(this.row)).isEqualTo("≥ 0.50, **missed**");
	}

	@Test
	void aTargetBesideAContenderIsForTheMedianOfTheRounds() {
		rounds("slow", 10, 100, 20);
		rounds("fast", 100, 100, 100);
		rounds("library", 40, 50, 80);
		assertThat(Target.ratioAtLeast(4, "slow").verdict(this.row)).isEqualTo("≥ 4.00 × slow, met");
		assertThat(Target.ratioAtLeast(0.6, "fast").verdict(this.row)).isEqualTo("≥ 0.60 × fast, **missed**");
		assertThat(Target.moreByAtMost(-50, "fast").verdict(this.row)).isEqualTo("≤ fast + -50.0, met");
	}

	@Test
	void aTargetBesideAContenderThatDoesNotRunIsNotShown() {
		rounds("library", 40);
		assertThat(Target.ratioAtLeast(4, "slow").verdict(this.row)).isEmpty();
	}

	@Test
	void aRatioIsThatOfTheSameRound() {
		Table table = new Table(List.of("slow", "fast", "library"));
		List.of(100.0, 10.0).forEach((value) -> table.add("a, jobs/s", "slow", value));
		List.of(200.0, 40.0).forEach((value) -> table.add("a, jobs/s", "fast", value));
		List.of(400.0, 40.0).forEach((value) -> table.add("a, jobs/s", "library", value));
		assertThat(table.print(Map.of())).contains("| ratio to slow ")
			.contains("| 4.00 (4.00–4.00)")
			.contains("| 2.00 (1.00–2.00)");
	}

	@Test
	void aMeasureCanHaveSeveralTargets() {
		Table table = new Table(List.of("slow", "library"));
		table.add("a", "slow", 10);
		table.add("a", "library", 30);
		assertThat(table.print(Map.of("a", List.of(Target.ratioAtLeast(2, "slow"), Target.atMost(20)))))
			.contains("≥ 2.00 × slow, met; ≤ 20.0, **missed**");
	}

}
