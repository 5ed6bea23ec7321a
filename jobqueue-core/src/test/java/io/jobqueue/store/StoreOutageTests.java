package io.jobqueue.store;

import java.time.Duration;
import java.util.List;

import io.jobqueue.store.error.NewerReleaseException;
import io.jobqueue.store.error.StoreUnavailableException;

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
		assertThat(told(log)).hasSize(2)
			.anyMatch((line) -> line.contains("queue 'a': no answer"))
			.anyMatch((line) -> line.contains("is available again"));
	}

	@Test
	void partThatEndsIsNotWaitedFor() {
		this.outage.failed("queue 'a'", AWAY);
		this.outage.left("queue 'a'");
		assertThat(this.outage.isUnderWay()).isFalse();
	}

	@Test
	void outageWhoseLastPartEndsIsOverWhenAnotherPartSucceeds(CapturedOutput log) {
		this.outage.failed("queue 'a'", AWAY);
		this.outage.left("queue 'a'");
		this.outage.reached("queue 'b'");
		this.outage.reached("queue 'b'");
		assertThat(log).containsOnlyOnce("is available again, after");
	}

	@Test
	void partThatFailsAloneIsLogged(CapturedOutput log) {
		StoreOutage alone = new StoreOutage(Duration.ZERO);
		for (int round = 0; round < 10; round++) {
			alone.failedBeside("maintenance", AWAY);
			this.outage.failedBeside("maintenance", AWAY);
		}
		alone.reached("maintenance");
		this.outage.reached("maintenance");
		assertThat(log.toString().lines().filter((line) -> line.contains(" WARN ") || line.contains(" INFO ")))
			.hasSize(2)
			.allMatch((line) -> line.contains("maintenance"));
	}

	@Test
	void errorThatIsNotKnownToPassIsLoggedOnceWithItsStack(CapturedOutput log) {
		for (int round = 0; round < 10; round++) {
			this.outage.failed("queue 'a'", new IllegalStateException("broken"));
		}
		assertThat(told(log)).hasSize(1);
		assertThat(log).containsOnlyOnce("IllegalStateException: broken").contains("\tat ");
	}

	@Test
	void whatANewerReleaseKeepsFromSeveralPartsIsLoggedOnce(CapturedOutput log) {
		NewerReleaseException newer = new NewerReleaseException("Queue 'a' needs level 2");
		for (int round = 0; round < 10; round++) {
			this.outage.failed("queue 'a'", newer);
			this.outage.failedBeside("maintenance", newer);
		}
		assertThat(told(log)).singleElement()
			.satisfies((line) -> assertThat(line).contains("WARN").contains("Queue 'a' needs level 2"));
		assertThat(log).doesNotContain("\tat ");
		assertThat(this.outage.outdated()).containsExactly("Queue 'a' needs level 2");
		assertThat(this.outage.isUnderWay()).isFalse();
		this.outage.reached("queue 'a'");
		this.outage.reached("maintenance");
		assertThat(this.outage.outdated()).isEmpty();
		assertThat(told(log)).hasSize(2).last().satisfies((line) -> assertThat(line).contains("INFO"));
	}

	@Test
	void partThatTheStoreRepliesToWithAnotherErrorIsNotUnavailableAnyMore(CapturedOutput log) {
		this.outage.failed("queue 'a'", AWAY);
		this.outage.failed("queue 'b'", AWAY);
		this.outage.failed("queue 'a'", new NewerReleaseException("Queue 'a' needs level 2"));
		assertThat(this.outage.isUnderWay()).isTrue();
		this.outage.failed("queue 'b'", new IllegalStateException("broken"));
		assertThat(this.outage.isUnderWay()).isFalse();
		assertThat(log).containsOnlyOnce("The store is available again, after");
		this.outage.reached("queue 'a'");
		this.outage.reached("queue 'b'");
		assertThat(log).containsOnlyOnce("The store is available again, after");
	}

	private static List<String> told(CapturedOutput log) {
		return log.toString().lines().filter((line) -> line.matches(".* (INFO|WARN|ERROR) .*")).toList();
	}

}
