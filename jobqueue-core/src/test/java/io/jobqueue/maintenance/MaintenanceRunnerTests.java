package io.jobqueue.maintenance;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import io.jobqueue.store.StoreOutage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class MaintenanceRunnerTests {

	private final CountDownLatch runs = new CountDownLatch(3);

	@Test
	void aDutyThatFailsRunsAgainAndStopsNoOther() throws InterruptedException {
		MaintenanceRunner runner = runner(duty(() -> Duration.ofMillis(1), () -> {
			throw new IllegalStateException("broken");
		}), duty(() -> Duration.ofMillis(1), this.runs::countDown));
		runner.start();
		try {
			assertThat(this.runs.await(10, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			runner.stop();
		}
		assertThat(runner.isRunning()).isFalse();
	}

	@Test
	void theIntervalIsReadAfterEachRun() throws InterruptedException {
		AtomicInteger reads = new AtomicInteger();
		MaintenanceRunner runner = runner(duty(() -> {
			reads.incrementAndGet();
			return Duration.ofMillis(1);
		}, this.runs::countDown));
		runner.start();
		try {
			assertThat(this.runs.await(10, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			runner.stop();
		}
		assertThat(reads).hasValueGreaterThanOrEqualTo(3);
	}

	@Test
	void anIntervalThatIsNotPositiveIsRefusedAtTheStart() {
		MaintenanceRunner runner = runner(duty(() -> Duration.ZERO, this.runs::countDown));
		assertThatIllegalStateException().isThrownBy(runner::start)
			.withMessage("The interval of the maintenance duty 'test' must be positive, but was 0s");
		assertThat(runner.isRunning()).isFalse();
	}

	@Test
	void dutiesRunOnceMoreAtTheStopAlsoBehindOneThatFails() {
		AtomicInteger last = new AtomicInteger();
		MaintenanceRunner runner = runner(ending(() -> {
			throw new IllegalStateException("broken");
		}), ending(last::incrementAndGet));
		runner.start();
		runner.stop();
		assertThat(last).hasValue(1);
	}

	private static MaintenanceDuty ending(Runnable action) {
		return new MaintenanceDuty() {

			@Override
			public String name() {
				return "ending";
			}

			@Override
			public Duration interval() {
				return Duration.ofHours(1);
			}

			@Override
			public void run() {
			}

			@Override
			public void stop() {
				action.run();
			}

		};
	}

	private static MaintenanceRunner runner(MaintenanceDuty... duties) {
		return new MaintenanceRunner(new StoreOutage(), List.of(duties));
	}

	private static MaintenanceDuty duty(Supplier<Duration> interval, Runnable action) {
		return MaintenanceDuty.of("test", interval, action);
	}

}
