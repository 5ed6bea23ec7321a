package io.jobqueue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JobDispatcherTests {

	private final List<JobRequest> requests = new ArrayList<>();

	private final JobDispatcher jobs = this::accept;

	@Test
	void methodWithoutPayloadIsDispatchedByItsReferenceAlone() {
		this.jobs.dispatch(Reports::cleanUp);
		assertThat(this.requests).singleElement().satisfies((request) -> {
			assertThat(request.task()).isInstanceOf(TaskRef.Method.class);
			assertThat(request.payload()).isNull();
		});
	}

	@Test
	@SuppressWarnings("NullAway")
	void missingReferenceIsNamed() {
		assertThatExceptionOfType(InvalidJobException.class)
			.isThrownBy(() -> this.jobs.dispatch((TaskRef.PlainMethod<Reports>) null))
			.withMessageContaining("method reference");
	}

	private List<JobId> accept(Collection<JobRequest> dispatched) {
		this.requests.addAll(dispatched);
		return dispatched.stream().map((request) -> JobId.of("q~1")).toList();
	}

	static final class Reports {

		void cleanUp() {
		}

	}

}
