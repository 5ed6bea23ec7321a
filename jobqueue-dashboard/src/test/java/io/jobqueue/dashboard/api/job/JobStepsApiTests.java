package io.jobqueue.dashboard.api.job;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.JobStepInfo;
import io.jobqueue.autoconfigure.properties.DashboardProperties.Payloads;
import io.jobqueue.dashboard.route.NotFoundException;
import io.jobqueue.dashboard.route.RouteCalls;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.store.notes.JobNotes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JobStepsApiTests {

	private static final JobInfo JOB = new JobInfo(JobId.of("emails-1"), "send", "emails", JobStatus.STARTED, "{}",
			Map.of(), null, null, List.of(), 0, null, null, 1, 0, 1, Instant.EPOCH, null, null, null, null, 0, null,
			null, null, null, List.of());

	private Payloads payloads = Payloads.SHOWN;

	private List<JobStepInfo> stored = List.of(new JobStepInfo(1, "charge", "{\"cents\":5}"),
			new JobStepInfo(2, "announce", "true"));

	private boolean kept = true;

	private boolean found = true;

	@Test
	void stepsHaveTheirNumberNameAndResult() {
		assertThat(read().toString()).isEqualTo("{\"steps\":["
				+ "{\"number\":1,\"name\":\"charge\",\"result\":{\"text\":\"{\\\"cents\\\":5}\",\"size\":11,\"cut\":false}},"
				+ "{\"number\":2,\"name\":\"announce\",\"result\":{\"text\":\"true\",\"size\":4,\"cut\":false}}]}");
	}

	@Test
	void maskedResultsHaveTheirStructureAlone() {
		this.payloads = Payloads.MASKED;
		assertThat(read().at("/steps/0/result/text").asString()).isEqualTo("{\"cents\":\"***\"}");
		assertThat(read().at("/steps/1/result/text").asString()).isEqualTo("\"***\"");
		assertThat(read().at("/steps/0/name").asString()).isEqualTo("charge");
	}

	@Test
	void hiddenResultsAreNotSent() {
		this.payloads = Payloads.HIDDEN;
		assertThat(read().toString()).isEqualTo("{\"steps\":[{\"number\":1,\"name\":\"charge\",\"result\":null},"
				+ "{\"number\":2,\"name\":\"announce\",\"result\":null}]}");
	}

	@Test
	void longResultsAreCut() {
		String result = "\"" + "x".repeat(100_000) + "\"";
		this.stored = IntStream.rangeClosed(1, 100).mapToObj((i) -> new JobStepInfo(i, "step " + i, result)).toList();
		JsonNode steps = read().get("steps");
		assertThat(steps).hasSize(100);
		assertThat(steps.at("/0/result/text").asString()).hasSize(64 * 1024).startsWith("\"x");
		assertThat(steps).allSatisfy((step) -> {
			assertThat(step.at("/result/cut").asBoolean()).isTrue();
			assertThat(step.at("/result/size").asLong()).isEqualTo(100_002);
			assertThat(step.at("/result/text").asString()).hasSizeGreaterThanOrEqualTo(JobStepsApi.LEAST_TEXT);
		});
		assertThat(steps.valueStream().mapToInt((step) -> step.at("/result/text").asString().length()).sum())
			.isLessThanOrEqualTo(JobStepsApi.MOST_TEXT + 100 * JobStepsApi.LEAST_TEXT);
	}

	@Test
	void jobWithoutStepsAndStoreWithoutStepsHaveNone() {
		this.stored = List.of();
		assertThat(read().toString()).isEqualTo("{\"steps\":[]}");
		this.kept = false;
		assertThat(read().toString()).isEqualTo("{\"steps\":[]}");
	}

	@ParameterizedTest
	@EnumSource(Payloads.class)
	void jobThatDoesNotExistHasNoSteps(Payloads payloads) {
		this.payloads = payloads;
		this.stored = List.of();
		this.found = false;
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(this::read)
			.withMessageContaining("no job 'emails-1'");
	}

	private JsonNode read() {
		JobExplorer explorer = RouteCalls.proxy(JobExplorer.class,
				(proxy, method, arguments) -> switch (method.getName()) {
					case "steps" -> steps();
					case "find" -> this.found ? Optional.of(JOB) : Optional.empty();
					default -> throw new IllegalStateException(method.getName());
				});
		return RouteCalls.read(new JobStepsApi(explorer, this.payloads).routes(), "/api/jobs/{id}/steps",
				Map.of("id", "emails-1"), Map.of());
	}

	private List<JobStepInfo> steps() {
		if (!this.kept) {
			throw new UnsupportedStorePartException(new MemoryStoreBackend(InstantSource.system()), JobNotes.class);
		}
		return this.stored;
	}

}
