package io.jobqueue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FlowNameTests {

	private final FlowBuilder builder = new FlowBuilder(List.of(), (request) -> FlowId.of("a"));

	@Test
	void flowHasTheNameItWasGiven() {
		assertThat(this.builder.request().name()).isNull();
		FlowBuilder named = this.builder.named("import of customer 42");
		assertThat(named.then(JobRequest.of("send", 1)).onSuccess(JobRequest.of("tell", 2)).request().name())
			.isEqualTo("import of customer 42");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a\u0000b", "a\u001fb", "line\nline", "\ud83d" })
	void nameThatNobodyCanReadIsRefused(String name) {
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> this.builder.named(name))
			.withMessageContaining("The name of a flow has ");
	}

	@Test
	void nameHasABound() {
		assertThat(this.builder.named("x".repeat(200)).request().name()).hasSize(200);
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> this.builder.named("x".repeat(201)))
			.withMessage("The name of a flow has 1 to 200 characters, not only spaces, but '%s…' has 201: shorten it"
				.formatted("x".repeat(40)));
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> FlowQuery.all().withName("x".repeat(201)))
			.withMessageStartingWith("The beginning of the name of a flow has 1 to 200 characters");
	}

	@Test
	void queryThatNoFlowCanMatchIsRefused() {
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> FlowQuery.all().withStatus());
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> FlowQuery.all().withLimit(1_001));
	}

	@Test
	void statusThatIsMissingIsRefused() {
		assertThatExceptionOfType(InvalidJobException.class)
			.isThrownBy(() -> FlowQuery.all().withStatus(FlowStatus.FAILED, null))
			.withMessage("A status of a query must not be null");
		assertThatExceptionOfType(InvalidJobException.class)
			.isThrownBy(() -> FlowQuery.all().withStatus((FlowStatus[]) null))
			.withMessage("The statuses of a query must not be null");
		assertThatExceptionOfType(InvalidJobException.class)
			.isThrownBy(() -> JobQuery.all().withStatus(JobStatus.FAILED, null))
			.withMessage("A status of a query must not be null");
		assertThatExceptionOfType(InvalidJobException.class)
			.isThrownBy(() -> JobQuery.all().withStatus((JobStatus[]) null))
			.withMessage("The statuses of a query must not be null");
	}

	@Test
	void firstLettersTellStatusesApart() {
		assertThat(List.of(FlowStatus.values())).extracting((status) -> status.name().charAt(0))
			.doesNotHaveDuplicates();
	}

}
