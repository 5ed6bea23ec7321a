package io.jobqueue.crash;

import java.nio.file.Path;
import java.time.Duration;

import io.jobqueue.crash.Ledger.Event;
import io.jobqueue.testsupport.DatabaseProcess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A database server that goes and comes back: the same day for each database.
 */
abstract class DatabaseOutages {

	/** A server of its own for one day. */
	abstract DatabaseProcess server(Path directory);

	abstract DatabaseAddress address(int port);

	@BadDay
	void restartedWithItsDataUnderLoad(Scene scene) {
		DatabaseProcess database = scene.use(server(scene.directory()));
		scene.on(DatabaseCrashStore.withTables(address(database.port())));
		scene.worker("w0");
		scene.worker("w1");
		try (Feeder feeder = scene.feed(10, 50, Duration.ofMillis(50))) {
			for (int round = 0; round < Form.count(2, 8); round++) {
				scene.awaitEnds(scene.ledger().entries(Event.END).size() + 100);
				if (round % 2 == 0) {
					database.stop();
				}
				else {
					database.kill();
				}
				Scene.last(Form.seconds(0.5, 5));
				database.startAgain();
				scene.harmed();
			}
			assertThat(feeder.accepted()).isPositive();
		}
		scene.verdict().requireNoHarm();
	}

}
