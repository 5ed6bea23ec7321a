package io.jobqueue.dashboard.api.job;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobStack;
import io.jobqueue.JobStack.Outcome;
import io.jobqueue.dashboard.route.NotFoundException;
import io.jobqueue.dashboard.route.RouteCalls;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JobStackApiTests {

	@Test
	void stackHasItsWorker() {
		assertThat(read(new JobStack(Outcome.TAKEN, "w1", "\"t\" WAITING\n\tat a.B.c(B.java:1)")).toString()).isEqualTo(
				"{\"outcome\":\"TAKEN\",\"worker\":\"w1\",\"text\":\"\\\"t\\\" WAITING\\n\\tat a.B.c(B.java:1)\"}");
	}

	@Test
	void workerThatDoesNotAnswerIsNamed() {
		assertThat(read(new JobStack(Outcome.NO_ANSWER, "w1", "")).get("worker").asString()).isEqualTo("w1");
	}

	@Test
	void jobThatDoesNotExistIsNotFound() {
		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> read(new JobStack(Outcome.NOT_RUNNING, null, "")))
			.withMessageContaining("no job 'emails-1'");
	}

	private static JsonNode read(JobStack stack) {
		JobExplorer explorer = RouteCalls.proxy(JobExplorer.class,
				(proxy, method, arguments) -> switch (method.getName()) {
					case "stack" -> stack;
					case "find" -> Optional.empty();
					default -> throw new IllegalStateException(method.getName());
				});
		return RouteCalls.read(new JobStackApi(explorer, InstantSource.system()).routes(), "/api/jobs/{id}/stack",
				Map.of("id", "emails-1"), Map.of());
	}

}
