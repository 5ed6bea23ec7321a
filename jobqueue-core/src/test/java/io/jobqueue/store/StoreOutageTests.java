package io.jobqueue.store;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class StoreOutageTests {

	private static final StoreUnavailableException AWAY = new StoreUnavailableException("no answer", null);

	private final StoreOutage outage = new StoreOutage();

	@Test
	void oneLineBeginsAndOneEndsAnOutageOfManyParts(CapturedOutput log) {
		for (int round = 0; round < 10; round++) {
			this.outage.failed("queue 'a'", AWAY);
			this.outage.failed("queue 'b'", AWAY);
			this.outage.failedBeside("maintenance", AWAY);
		}
		this.outage.reached("queue 'a'");
		assertThat(this.outage.isUnderWay()).isTrue();
		this.outage.failed("queue 'b'", AWAY);
		this.outage.reached("queue 'b'");
		this.outage.reached("maintenance");
		assertThat(log.toString().lines()).hasSize(2);
		assertThat(log).contains("queue 'a': no answer", "can be used again").doesNotContain("\tat ");
	}

	@Test
	void partThatEndsIsNotWaitedFor() {
		this.outage.failed("queue 'a'", AWAY);
		this.outage.left("queue 'a'");
		assertThat(this.outage.isUnderWay()).isFalse();
	}

	@Test
	void partThatFailsAloneIsLogged(CapturedOutput log) {
		for (int round = 0; round < 10; round++) {
			this.outage.failedBeside("maintenance", AWAY);
		}
		this.outage.reached("maintenance");
		assertThat(log.toString().lines()).hasSize(2).allMatch((line) -> line.contains("maintenance"));
	}

	@Test
	void errorThatIsNotKnownToPassIsLoggedOnceWithItsStack(CapturedOutput log) {
		for (int round = 0; round < 10; round++) {
			this.outage.failed("queue 'a'", new IllegalStateException("broken"));
		}
		assertThat(log.toString().split("IllegalStateException: broken", -1)).hasSize(2);
		assertThat(log).contains("\tat ");
	}

}
