package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.jobqueue.RawQueueType;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.raw.RawLookRequest;
import io.jobqueue.store.raw.RawMove;
import io.jobqueue.store.raw.RawOutcome;
import io.jobqueue.store.raw.RawSource;
import io.jobqueue.store.raw.RawStore;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A queue of its own whose raw queue has items. Others move those that a frozen worker
 * has not locked, and the rest once its session has ended.
 */
final class FrozenRaw extends FrozenQueue {

	private final RawSource source = new RawSource("raw-" + this.queue, RawQueueType.LIST, this.queue);

	private final List<RawMove> moves;

	/** Prepare it by a store that works. */
	FrozenRaw(StoreBackend store) {
		super(store);
		raw(store).push(this.source, List.of("1", "2", "bad"));
		this.moves = moves();
	}

	private static RawStore raw(StoreBackend store) {
		return store.part(RawStore.class);
	}

	private List<RawMove> moves() {
		List<RawMove> moves = new ArrayList<>();
		raw(this.store).look(this.source, new RawLookRequest(100, 500, 1_000))
			.entries()
			.forEach((entry) -> moves.add(entry.text().equals("bad") ? RawMove.dead(entry, "bad", false)
					: RawMove.job(entry, job(this.queue, null, JobTraits.NONE))));
		return moves;
	}

	@Override
	public Map<String, Consumer<JdbcStoreBackend>> steps() {
		Map<String, Consumer<JdbcStoreBackend>> steps = new HashMap<>();
		steps.put("move of items", (it) -> raw(it).move(this.source, this.moves));
		steps.put("push of items", (it) -> raw(it).push(this.source, List.of("late")));
		return steps;
	}

	@Override
	public void othersGoOn() {
		raw(this.store).push(this.source, List.of("new"));
		List<RawMove> all = moves();
		List<RawOutcome> outcomes = raw(this.store).move(this.source, all);
		assertThat(all).anySatisfy((move) -> assertThat(move.entry().text()).isEqualTo("new"));
		assertThat(outcomes.get(all.size() - 1).kind()).isEqualTo(RawOutcome.Kind.MOVED);
		List<ClaimedJob> claimed = claim(this.other, 50, LONG);
		assertThat(claimed).isNotEmpty();
		this.others.addAll(claimed);
	}

	/** Each item is a job or a dead item, by this worker or by the frozen one. */
	@Override
	public void requireFenced() {
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
			raw(this.store).move(this.source, moves());
			return raw(this.store).state(this.source, 0).size() == 0;
		});
		assertThat(raw(this.store).state(this.source, 10).dead()).isEqualTo(1);
	}

	@Override
	public void prune() {
		this.store.maintenance().prune(this.queue, Map.of(), 100);
	}

}
