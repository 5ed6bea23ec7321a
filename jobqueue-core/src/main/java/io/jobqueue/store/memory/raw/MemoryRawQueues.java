package io.jobqueue.store.memory.raw;

import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.jobqueue.RawQueueInfo.DeadItem;
import io.jobqueue.RawQueueType;
import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.form.TextSize;
import io.jobqueue.store.raw.RawEntry;
import io.jobqueue.store.raw.RawLook;
import io.jobqueue.store.raw.RawLookRequest;
import io.jobqueue.store.raw.RawMove;
import io.jobqueue.store.raw.RawOutcome;
import io.jobqueue.store.raw.RawSource;
import io.jobqueue.store.raw.RawState;
import io.jobqueue.store.raw.RawStore;

/** Raw queues in memory, which only this application can fill. */
public final class MemoryRawQueues implements RawStore {

	private final RawSteps steps;

	private final Map<RawSource, Contents> all = new HashMap<>();

	private long number;

	/** Make one without items. Its data is used in steps only. */
	public MemoryRawQueues(RawSteps steps) {
		this.steps = steps;
	}

	@Override
	public void require(RawSource source) {
		// Each type can be kept.
	}

	@Override
	public String location(RawSource source) {
		return "memory of this application, '%s'".formatted(source.name());
	}

	@Override
	public RawLook look(RawSource source, RawLookRequest request) {
		return this.steps.during((step) -> {
			int room = Math.min(request.limit(), request.mostWaiting() - step.ready(source.queue()));
			Contents contents = this.all.get(source);
			if (contents == null || room <= 0 || step.isPaused(source.queue())) {
				return RawLook.NONE;
			}
			List<Item> due = contents.due(source.type(), step.now().toEpochMilli());
			return new RawLook(due.stream().limit(room).map((item) -> item.entry(request.longest())).toList(),
					due.size() > room);
		});
	}

	@Override
	public List<RawOutcome> move(RawSource source, List<RawMove> moves) {
		return this.steps.during((step) -> {
			Contents contents = contents(source);
			boolean paused = step.isPaused(source.queue());
			List<RawOutcome> outcomes = new ArrayList<>(moves.size());
			for (RawMove move : moves) {
				outcomes.add(paused ? RawOutcome.LEFT : move(step, contents, move));
			}
			return outcomes;
		});
	}

	private RawOutcome move(RawSteps.Step step, Contents contents, RawMove move) {
		Item item = (Item) move.entry().handle();
		if (!item.equals(contents.items.get(item.number))) {
			return RawOutcome.LEFT;
		}
		if (move.job() == null) {
			contents.items.remove(item.number);
			contents.bury(new DeadItem(step.now().truncatedTo(ChronoUnit.MILLIS),
					move.cut() ? StoredText.cut(item.text, LONGEST_BEGINNING) : item.text,
					String.valueOf(move.reason())));
			return RawOutcome.DEAD;
		}
		RawOutcome outcome = RawOutcome.of(step.insert(move.job()));
		if (outcome.kind() == RawOutcome.Kind.MOVED) {
			contents.items.remove(item.number);
		}
		return outcome;
	}

	@Override
	public void push(RawSource source, Collection<String> items) {
		this.steps.during((step) -> {
			double score = (source.type() == RawQueueType.TIMED_SET) ? step.now().toEpochMilli() : 0;
			items.forEach((text) -> add(source, text, score));
			return true;
		});
	}

	/** Add an item with a score, as another program would. */
	public void put(RawSource source, String text, double score) {
		this.steps.during((step) -> {
			add(source, text, score);
			return true;
		});
	}

	private void add(RawSource source, String text, double score) {
		Contents contents = contents(source);
		if (source.type() != RawQueueType.LIST) {
			Item same = contents.items.values()
				.stream()
				.filter((item) -> item.text.equals(text))
				.findFirst()
				.orElse(null);
			if (same != null) {
				contents.items.put(same.number, new Item(same.number, text, score));
				return;
			}
		}
		contents.items.put(++this.number, new Item(this.number, text, score));
	}

	@Override
	public RawState state(RawSource source, int dead) {
		return this.steps.during((step) -> {
			Contents contents = contents(source);
			return new RawState(contents.items.size(), contents.dead.size(),
					contents.dead.stream().limit(dead).toList());
		});
	}

	private Contents contents(RawSource source) {
		return this.all.computeIfAbsent(source, (absent) -> new Contents());
	}

	/** The items of a raw queue, by number, and its dead items, the newest first. */
	private static final class Contents {

		private final NavigableMap<Long, Item> items = new TreeMap<>();

		private final Deque<DeadItem> dead = new ArrayDeque<>();

		List<Item> due(RawQueueType type, long now) {
			return switch (type) {
				case LIST, SET -> List.copyOf(this.items.values());
				case SORTED_SET -> this.items.values().stream().sorted(Item.ORDER).toList();
				case TIMED_SET ->
					this.items.values().stream().filter((item) -> item.score <= now).sorted(Item.ORDER).toList();
			};
		}

		void bury(DeadItem item) {
			this.dead.addFirst(item);
			if (this.dead.size() > MOST_DEAD) {
				this.dead.removeLast();
			}
		}

	}

	private record Item(long number, String text, double score) {

		/** That of a sorted set in Redis. */
		static final Comparator<Item> ORDER = Comparator.comparingDouble(Item::score)
			.thenComparing((item) -> item.text.getBytes(StandardCharsets.UTF_8), java.util.Arrays::compareUnsigned);

		RawEntry entry(long longest) {
			long bytes = TextSize.utf8(this.text);
			return new RawEntry((bytes > longest) ? StoredText.cut(this.text, LONGEST_BEGINNING) : this.text,
					this.score, bytes, null, this);
		}

	}

}
