package io.jobqueue.store;

import io.jobqueue.store.job.JobProgress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class JobProgressTests {

	@Test
	void textBecomesOneLine() {
		assertThat(text(" Page 3\r\nof\t7\u2028\u0000\u007f! ")).isEqualTo("Page 3  of 7   !");
	}

	@Test
	void longTextIsCutAndEndsWithAnEllipsis() {
		assertThat(text("x".repeat(JobProgress.LONGEST_TEXT))).isEqualTo("x".repeat(200));
		assertThat(text("x".repeat(100_000))).isEqualTo("x".repeat(199) + "…");
	}

	@Test
	void pairsAreNotCutAndOtherSurrogatesAreReplaced() {
		assertThat(text("x".repeat(198) + "😀 and more")).isEqualTo("x".repeat(198) + "…");
		assertThat(text("a\ud800b\udc00😀")).isEqualTo("a\ufffdb\ufffd😀");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  ", "\n\t" })
	void blankTextIsNone(String blank) {
		assertThat(text(blank)).isNull();
	}

	private static String text(String text) {
		return JobProgress.of(0.5, text).text();
	}

}
