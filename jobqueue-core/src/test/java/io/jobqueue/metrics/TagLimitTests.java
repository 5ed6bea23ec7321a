package io.jobqueue.metrics;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TagLimitTests {

	private final TagLimit limit = new TagLimit(2);

	@Test
	void theFirstNamesAreAdmittedTheRestIsOther() {
		assertThat(List.of("a", "b", "c", "a", "d")).extracting(this.limit::of)
			.containsExactly("a", "b", "other", "a", "other");
	}

	@Test
	void declaredNamesDoNotCount() {
		this.limit.declare(List.of("x", "y", "z"));
		assertThat(List.of("x", "y", "z", "a", "b", "c")).extracting(this.limit::of)
			.containsExactly("x", "y", "z", "a", "b", "other");
	}

}
