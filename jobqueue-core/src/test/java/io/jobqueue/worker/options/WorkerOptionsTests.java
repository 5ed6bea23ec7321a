package io.jobqueue.worker.options;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.jobqueue.InvalidJobException;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WorkerOptionsTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	@Test
	void aRefusalNamesTheOptionAndItsValue() {
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> options(Duration.ZERO, SECOND, null))
			.withMessage("'lease' must be positive, but was 0s");
		assertThatExceptionOfType(InvalidJobException.class)
			.isThrownBy(() -> options(SECOND, Duration.ofSeconds(-1), null))
			.withMessage("'shutdownTimeout' must not be negative, but was -1s");
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> options(SECOND, SECOND, 0))
			.withMessage("'maxJobs' must be positive, but was 0");
	}

	@Test
	void aWorkerNeedNotWaitWhenItStops() {
		assertThatCode(() -> options(SECOND, Duration.ZERO, null)).doesNotThrowAnyException();
	}

	@Test
	void aContainerNamesItsQueue() {
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> new ContainerOptions("mail", 0))
			.withMessageContaining("'concurrency'")
			.withMessageContaining("'mail'");
	}

	private static WorkerOptions options(Duration lease, Duration shutdown, @Nullable Integer maxJobs) {
		return new WorkerOptions(lease, SECOND, shutdown, SECOND, SECOND, 0, 5, 20, maxJobs, false);
	}

}
