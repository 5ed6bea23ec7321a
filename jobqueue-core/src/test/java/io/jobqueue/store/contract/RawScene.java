package io.jobqueue.store.contract;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.jobqueue.RawQueueType;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.raw.RawEntry;
import io.jobqueue.store.raw.RawLook;
import io.jobqueue.store.raw.RawLookRequest;
import io.jobqueue.store.raw.RawMove;
import io.jobqueue.store.raw.RawOutcome;
import io.jobqueue.store.raw.RawOutcome.Kind;
import io.jobqueue.store.raw.RawSource;
import io.jobqueue.store.raw.RawStore;

import org.junit.jupiter.api.BeforeEach;

/** The words of the contract of raw queues. */
abstract class RawScene extends StoreContract {

	static final int MANY = 1_000_000;

	static final RawSource LIST = new RawSource("inbox", RawQueueType.LIST, QUEUE);

	static final RawSource SET = new RawSource("inbox", RawQueueType.SET, QUEUE);

	static final RawSource SORTED = new RawSource("inbox", RawQueueType.SORTED_SET, QUEUE);

	static final RawSource TIMED = new RawSource("inbox", RawQueueType.TIMED_SET, QUEUE);

	RawStore raw;

	private ForeignProgram program;

	/** A program that fills the raw queues of {@link #store}. */
	protected abstract ForeignProgram program();

	@BeforeEach
	void openRaw() {
		this.raw = this.store.part(RawStore.class);
		this.program = program();
	}

	void put(RawSource source, String text, double score) {
		this.program.put(source, text, score);
	}

	void put(RawSource source, String... texts) {
		for (String text : texts) {
			put(source, text, 0);
		}
	}

	List<RawEntry> look(RawSource source, int limit) {
		return lookAt(source, limit, MANY).entries();
	}

	RawLook lookAt(RawSource source, int limit, int mostWaiting) {
		return this.raw.look(source, new RawLookRequest(limit, mostWaiting, MANY));
	}

	static List<RawMove> moves(List<RawEntry> entries, Function<RawEntry, NewJob> job) {
		return entries.stream().map((entry) -> RawMove.job(entry, job.apply(entry))).toList();
	}

	static List<RawMove> moves(List<RawEntry> entries) {
		return moves(entries, (entry) -> job().payload(entry.text()).build());
	}

	List<Kind> move(RawSource source, List<RawMove> moves) {
		return kinds(this.raw.move(source, moves));
	}

	List<Kind> move(RawSource source, int limit) {
		return move(source, moves(look(source, limit)));
	}

	static List<Kind> kinds(List<RawOutcome> outcomes) {
		return outcomes.stream().map(RawOutcome::kind).toList();
	}

	static List<String> texts(List<RawEntry> entries) {
		return entries.stream().map(RawEntry::text).toList();
	}

	/** The texts of the items that are left, all of them due. */
	List<String> left(RawSource source) {
		return texts(look(source, 100));
	}

	/** The payloads of all jobs that wait, in the order in which they start. */
	List<String> payloads() {
		List<String> payloads = new ArrayList<>();
		List<ClaimedJob> claimed = claim(100);
		while (!claimed.isEmpty()) {
			claimed.forEach((job) -> payloads.add(job.payload()));
			claimed = claim(100);
		}
		return payloads;
	}

	long size(RawSource source) {
		return this.raw.state(source, 0).size();
	}

	Instant now() {
		return this.store.queries().now();
	}

}
