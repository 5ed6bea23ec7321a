package io.jobqueue.crash;

import java.time.Duration;

import io.jobqueue.crash.Ledger.Event;
import io.jobqueue.testsupport.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Networks that break, stall and lie: the same days for every store.
 */
abstract class ConnectionHarms {

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	/** A store of its own for one day. */
	abstract CrashStore store(Scene scene);

	/**
	 * How late an answer comes. All answers of one claim must come within half of the
	 * lease, or its jobs are given back.
	 */
	abstract Duration lateness();

	@BadDay
	void cutForLongerThanTheLease(Scene scene) {
		CrashStore store = scene.on(store(scene));
		TcpProxy proxy = scene.use(TcpProxy.to(store.port()));
		CrashStore away = scene.use(store.through(proxy.port(), TIMEOUT));
		scene.workerAt("away", away.address());
		scene.worker("other");
		try (Feeder direct = scene.feed(10, 50, Duration.ofMillis(100));
				Feeder cut = scene.feed(away, 10, 50, Duration.ofMillis(100))) {
			scene.awaitStarts("away", 50);
			proxy.refuse();
			Scene.last(Form.seconds(4, 20));
			proxy.heal();
			scene.harmed();
			scene.awaitStarts("away", scene.ledger().jobs(Event.START, "away").size() + 50);
			assertThat(direct.refused()).isZero();
			assertThat(cut.refused()).as("dispatches refused while cut off").isPositive();
		}
		scene.verdict().requireNoHarm();
	}

	@BadDay
	void cutAgainAndAgain(Scene scene) {
		CrashStore store = scene.on(store(scene));
		TcpProxy proxy = scene.use(TcpProxy.to(store.port()));
		CrashStore shaky = scene.use(store.through(proxy.port(), TIMEOUT));
		scene.workerAt("shaky", shaky.address());
		try (Feeder feeder = scene.feed(shaky, 10, 20, Duration.ofMillis(50))) {
			scene.awaitStarts("shaky", 20);
			for (int cut = 0; cut < Form.count(10, 100); cut++) {
				proxy.cut();
				Scene.last(Duration.ofMillis(200));
			}
			assertThat(feeder.accepted()).isPositive();
		}
		scene.verdict().requireNoHarm();
	}

	@BadDay
	void halfOpen(Scene scene) {
		CrashStore store = scene.on(store(scene));
		TcpProxy proxy = scene.use(TcpProxy.to(store.port()));
		CrashStore deaf = scene.use(store.through(proxy.port(), TIMEOUT));
		scene.workerAt("deaf", deaf.address());
		scene.worker("other");
		try (Feeder direct = scene.feed(10, 50, Duration.ofMillis(100));
				Feeder feeder = scene.feed(deaf, 10, 50, Duration.ofMillis(100))) {
			scene.awaitStarts("deaf", 50);
			int accepted = feeder.accepted();
			proxy.halfOpen();
			scene.harmed();
			scene.awaitStarts("deaf", scene.ledger().jobs(Event.START, "deaf").size() + 50);
			Scene.await().until(() -> feeder.accepted() > accepted);
			assertThat(direct.refused()).isZero();
		}
		scene.verdict().requireNoHarm();
	}

	@BadDay
	void swallowedForLongerThanTheLease(Scene scene) {
		CrashStore store = scene.on(store(scene));
		TcpProxy proxy = scene.use(TcpProxy.to(store.port()));
		CrashStore deaf = scene.use(store.through(proxy.port(), TIMEOUT));
		scene.workerAt("deaf", deaf.address());
		scene.worker("other");
		try (Feeder feeder = scene.feed(20, 80, Duration.ofMillis(100))) {
			scene.awaitStarts("deaf", 50);
			proxy.blackhole();
			Scene.last(Form.seconds(4, 20));
			proxy.heal();
			scene.harmed();
			scene.awaitStarts("deaf", scene.ledger().jobs(Event.START, "deaf").size() + 50);
			assertThat(feeder.refused()).isZero();
		}
		scene.verdict().requireNoHarm();
	}

	@BadDay
	void everyAnswerLate(Scene scene) {
		CrashStore store = scene.on(store(scene));
		TcpProxy proxy = scene.use(TcpProxy.to(store.port()));
		CrashStore slow = scene.use(store.through(proxy.port(), TIMEOUT));
		scene.workerAt("slow", slow.address());
		scene.dispatch(20, 10);
		scene.awaitStarts("slow", 20);
		proxy.delay(lateness());
		scene.dispatch(Form.count(200, 600), 10);
		scene.verdict().requireNoHarm().requireNoneRanTwice();
	}

}
