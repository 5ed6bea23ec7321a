package io.jobqueue.raw;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.jobqueue.InvalidJobException;
import io.jobqueue.RawQueueInfo;
import io.jobqueue.RawQueueInfo.DeadItem;
import io.jobqueue.UnknownRawQueueException;
import io.jobqueue.serialization.PayloadMask;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.raw.RawState;
import io.jobqueue.store.raw.RawStore;

import org.jspecify.annotations.Nullable;

/**
 * The raw queues of an application, by name. Safe for use by many threads.
 */
public final class RawQueues {

	private static final int DEAD = 100;

	private final StoreBackend store;

	private final Map<String, RawQueue> byName = new TreeMap<>();

	/**
	 * Create them.
	 * @param store where they are kept
	 * @param queues the raw queues, with different names
	 */
	public RawQueues(StoreBackend store, Collection<RawQueue> queues) {
		this.store = store;
		queues.forEach((queue) -> this.byName.put(queue.name(), queue));
	}

	/** All of them, in the order of their names. */
	public List<RawQueue> all() {
		return List.copyOf(this.byName.values());
	}

	/**
	 * Check that the store can keep them. It is not asked.
	 * @throws io.jobqueue.JobQueueException if it cannot; the message names a remedy
	 */
	public void check() {
		if (!this.byName.isEmpty()) {
			RawStore raw = this.store.part(RawStore.class);
			this.byName.values().forEach((queue) -> raw.require(queue.source()));
		}
	}

	/**
	 * Add items to a raw queue.
	 * @throws UnknownRawQueueException if there is none of that name
	 * @throws InvalidJobException if an item cannot be kept by every store
	 */
	public void push(String name, @Nullable Collection<String> items) {
		RawQueue queue = find(name);
		if (items == null) {
			throw new InvalidJobException("The items for raw queue '%s' must not be null".formatted(name));
		}
		items.forEach((item) -> requireStorable(name, item));
		if (!items.isEmpty()) {
			this.store.part(RawStore.class).push(queue.source(), items);
		}
	}

	private static void requireStorable(String name, @Nullable String item) {
		if (item == null) {
			throw new InvalidJobException("An item for raw queue '%s' must not be null".formatted(name));
		}
		for (int i = 0; i < item.length(); i++) {
			char next = item.charAt(i);
			boolean pair = Character.isHighSurrogate(next) && i + 1 < item.length()
					&& Character.isLowSurrogate(item.charAt(i + 1));
			if (next == 0 || (Character.isSurrogate(next) && !pair)) {
				throw new InvalidJobException(
						("An item for raw queue '%s' has %s at index %d, which not every store can "
								+ "keep: write it as an escape of JSON")
							.formatted(name, (next == 0) ? "a NUL character" : "an unpaired surrogate", i));
			}
			i += pair ? 1 : 0;
		}
	}

	/**
	 * The state of a raw queue.
	 * @param mask masks what is sensitive in dead items
	 * @throws UnknownRawQueueException if there is none of that name
	 */
	public RawQueueInfo info(String name, PayloadMask mask) {
		RawQueue queue = find(name);
		RawStore raw = this.store.part(RawStore.class);
		RawState state = raw.state(queue.source(), DEAD);
		return new RawQueueInfo(name, queue.type(), queue.queue(), raw.location(queue.source()), state.size(),
				state.dead(), state.newestDead().stream().map((item) -> masked(queue, item, mask)).toList());
	}

	private static DeadItem masked(RawQueue queue, DeadItem item, PayloadMask mask) {
		return (queue.task() == null) ? item
				: new DeadItem(item.at(), mask.payload(queue.task(), item.text()), item.reason());
	}

	/** The sizes of a raw queue, without its dead items. */
	public RawState sizes(RawQueue queue) {
		return this.store.part(RawStore.class).state(queue.source(), 0);
	}

	private RawQueue find(String name) {
		Objects.requireNonNull(name, "The name of a raw queue must not be null");
		RawQueue queue = this.byName.get(name);
		if (queue == null) {
			String known = this.byName.isEmpty() ? "this application has none"
					: "those of this application are " + String.join(", ", this.byName.keySet());
			throw new UnknownRawQueueException("There is no raw queue '%s'; %s. Add it as 'jobqueue.raw-queues.%s'"
				.formatted(shown(name), known, shown(name)));
		}
		return queue;
	}

	private static String shown(String name) {
		return (name.length() <= 100) ? name : name.substring(0, 100) + "…";
	}

}
