package io.jobqueue.crash;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;

import io.jobqueue.crash.Ledger.Entry;
import io.jobqueue.crash.Ledger.Event;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Some workers. In turns, one of them is killed and replaced, or frozen for a time and
 * continued. It is the one that has just started a job.
 */
final class HarmedWorkers {

	/** So long that claims of a database are in time on a machine under load. */
	private static final Duration LEASE = Duration.ofSeconds(5);

	private static final Duration BEYOND_THE_LEASE = LEASE.plusSeconds(1);

	private final Scene scene;

	private final Map<String, WorkerProcess> alive = new TreeMap<>();

	private final Map<String, NavigableSet<Integer>> harms = new HashMap<>();

	private int started;

	HarmedWorkers(Scene scene) {
		this.scene = scene;
		for (int i = 0; i < Form.count(2, 4); i++) {
			start();
		}
	}

	private void start() {
		String id = "w" + this.started++;
		this.alive.put(id, this.scene.worker(id, (settings) -> settings.withLease(LEASE)));
	}

	/** The number of entries of the ledger before each harm of a worker. */
	Map<String, NavigableSet<Integer>> harms() {
		return this.harms;
	}

	void harm(int round) throws InterruptedException {
		int ends = this.scene.ledger().entries(Event.END).size();
		this.scene.awaitEnds(ends + 10);
		Scene.last(Duration.ofMillis(ThreadLocalRandom.current().nextInt(100)));
		WorkerProcess victim = victim();
		if (round % 2 == 0) {
			this.alive.remove(victim.id());
			victim.kill();
			this.scene.harmed();
			assertThat(victim.awaitExit(Duration.ofSeconds(10))).isTrue();
			start();
		}
		else {
			victim.freeze();
			Scene.last((round == 1) ? BEYOND_THE_LEASE
					: Duration.ofMillis(ThreadLocalRandom.current().nextInt((int) BEYOND_THE_LEASE.toMillis())));
			victim.thaw();
		}
	}

	/** The worker of the last start, which is noted before it is harmed. */
	private WorkerProcess victim() {
		List<Entry> entries = this.scene.ledger().entries();
		String last = entries.stream()
			.filter((entry) -> entry.event() == Event.START && this.alive.containsKey(entry.worker()))
			.reduce((first, second) -> second)
			.orElseThrow()
			.worker();
		this.harms.computeIfAbsent(last, (id) -> new TreeSet<>()).add(entries.size());
		return this.alive.get(last);
	}

}
