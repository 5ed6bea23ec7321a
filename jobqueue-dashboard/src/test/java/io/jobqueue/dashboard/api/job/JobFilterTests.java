package io.jobqueue.dashboard.api.job;

import java.util.List;

import io.jobqueue.autoconfigure.properties.DashboardProperties.Payloads;
import io.jobqueue.dashboard.route.BadRequestException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JobFilterTests {

	@ParameterizedTest
	@EnumSource(value = Payloads.class, names = "SHOWN", mode = EnumSource.Mode.EXCLUDE)
	void textOfPayloadsThatAreNotShownCannotBeSearched(Payloads payloads) {
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> filter("4111").query(payloads))
			.withMessageContaining("'text'")
			.withMessageContaining("jobqueue.dashboard.payloads");
		assertThat(filter(null).query(payloads).text()).isNull();
		assertThat(filter(" ").query(payloads).text()).isNull();
	}

	@Test
	void textOfShownPayloadsCanBeSearched() {
		assertThat(filter("4111").query(Payloads.SHOWN).text()).isEqualTo("4111");
	}

	/** The audit cuts a long target at its end. */
	@Test
	void textIsDescribedLast() {
		assertThat(filter("x".repeat(5_000)).describe()).startsWith(
				"jobs with queue=emails status=[failed] task=any error=any tag=any from=any until=any text=xxx");
	}

	private static JobFilter filter(@Nullable String text) {
		return new JobFilter("emails", List.of("failed"), null, null, null, text, null, null);
	}

}
