package io.jobqueue.worker;

import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.PayloadException;
import io.jobqueue.ResultTooLargeException;
import io.jobqueue.TypeReference;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.worker.options.ResultLimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ResultLimitTests {

	private final WorkerFixture fixture = new WorkerFixture();

	@AfterEach
	void stop() {
		this.fixture.close();
	}

	@Test
	void resultThatIsTooLargeEndsItsJobAndNoOther() {
		FakeTask huge = this.fixture.task("huge", (payload, job) -> "x".repeat(20_000_000));
		this.fixture.task("echo", (payload, job) -> payload);
		this.fixture.start(WorkerFixture.options(), 1);
		JobId large = this.fixture.insert("huge");
		JobId other = this.fixture.insert("echo");
		this.fixture.awaitStatus(large, JobStatus.FAILED);
		this.fixture.awaitStatus(other, JobStatus.SUCCESS);
		JobInfo ended = this.fixture.info(large);
		assertThat(ended.error().message()).contains("20,000,002 bytes", "jobqueue.result.max-size");
		assertThat(ended.result()).isNull();
		assertThat(huge.runs).hasValue(1);
	}

	@Test
	void boundCountsBytesNotCharacters() {
		ResultLimit limit = ResultLimit.of(new JacksonJobSerializer(JsonMapper.builder().build()), 10);
		assertThat(limit.write("é".repeat(4))).hasSize(6);
		assertThatExceptionOfType(ResultTooLargeException.class).isThrownBy(() -> limit.write("é".repeat(5)));
	}

	@Test
	void resultIsWrittenAsItsDeclaredType() {
		Type shapes = new TypeReference<List<Shape>>() {
		}.type();
		ResultLimit limit = ResultLimit.of(new JacksonJobSerializer(), 30);
		assertThat(limit.write(List.of(new Circle(1)), shapes)).contains("circle");
		assertThatExceptionOfType(ResultTooLargeException.class)
			.isThrownBy(() -> limit.write(List.of(new Circle(1), new Circle(2)), shapes));
	}

	@Test
	void checksOfTypesArePassedOn() {
		ResultLimit limit = ResultLimit.of(new JacksonJobSerializer(), 30);
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> limit.requireReadable(Runnable.class));
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> limit.requireReadable("{", null));
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> limit.requireWritable(Hidden.class));
	}

	@Test
	void resultOfAFutureIsBoundedToo() {
		this.fixture.task("later", (payload, job) -> CompletableFuture.completedFuture("x".repeat(300_000)));
		this.fixture.start(WorkerFixture.options(), 1);
		this.fixture.awaitStatus(this.fixture.insert("later"), JobStatus.FAILED);
	}

	static final class Hidden {

		private final int secret = 1;

		@Override
		public String toString() {
			return String.valueOf(this.secret);
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	@JsonSubTypes(@JsonSubTypes.Type(value = Circle.class, name = "circle"))
	interface Shape {

	}

	record Circle(int r) implements Shape {
	}

}
