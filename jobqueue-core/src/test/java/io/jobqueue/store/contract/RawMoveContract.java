package io.jobqueue.store.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.jobqueue.JobQueueException;
import io.jobqueue.JobStatus;
import io.jobqueue.RawQueueInfo.DeadItem;
import io.jobqueue.UniqueKey;
import io.jobqueue.RawQueueType;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.limit.QueueRulesStore;
import io.jobqueue.store.raw.RawEntry;
import io.jobqueue.store.raw.RawLookRequest;
import io.jobqueue.store.raw.RawMove;
import io.jobqueue.store.raw.RawOutcome;
import io.jobqueue.store.raw.RawOutcome.Kind;
import io.jobqueue.store.raw.RawSource;
import io.jobqueue.store.raw.RawState;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Each item becomes one job or one dead item, and none is lost. */
abstract class RawMoveContract extends RawScene {

	private static final String LARGE = "\"" + "a".repeat(40_000) + "\"";

	private void maxSize(int maxSize) {
		this.store.part(QueueRulesStore.class).update(QUEUE, (rules) -> rules.withMaxSize(maxSize));
	}

	@Test
	void repeatedMoveDropsNothing() {
		put(LIST, "1", "1", "1", "2", "1", "3");
		List<RawMove> moves = moves(look(LIST, 3));
		assertThat(move(LIST, moves)).containsOnly(Kind.MOVED);
		assertThat(move(LIST, moves)).containsOnly(Kind.LEFT);
		assertThat(left(LIST)).containsExactly("2", "1", "3");
		while (!look(LIST, 2).isEmpty()) {
			move(LIST, 2);
		}
		assertThat(payloads()).containsExactly("1", "1", "1", "2", "1", "3");
	}

	@Test
	void repeatedMoveOfASortedSetLeavesWhatWasPutThereAgain() {
		put(SORTED, "1", 5);
		List<RawMove> moves = moves(look(SORTED, 1));
		move(SORTED, moves);
		put(SORTED, "1", 5);
		assertThat(move(SORTED, moves)).containsExactly(Kind.LEFT);
		assertThat(left(SORTED)).containsExactly("1");
	}

	@Test
	void moveOfWhatAnotherWorkerHasMovedLeavesTheRest() {
		put(LIST, "1", "2", "3", "4");
		List<RawMove> mine = moves(look(LIST, 3));
		List<RawMove> theirs = moves(look(LIST, 2));
		assertThat(move(LIST, theirs)).containsOnly(Kind.MOVED);
		move(LIST, mine);
		while (!look(LIST, 9).isEmpty()) {
			move(LIST, 9);
		}
		assertThat(payloads()).containsExactly("1", "2", "3", "4");
	}

	@Test
	void fullQueueLeavesItemsInTheirOrder() {
		maxSize(3);
		put(LIST, "1", "2", "3", "4", "5");
		List<RawOutcome> outcomes = this.raw.move(LIST, moves(look(LIST, 5)));
		assertThat(kinds(outcomes)).containsExactly(Kind.MOVED, Kind.MOVED, Kind.MOVED, Kind.LEFT, Kind.LEFT);
		assertThat(outcomes.get(3).result()).isEqualTo(InsertResult.FULL);
		assertThat(left(LIST)).containsExactly("4", "5");
		put(LIST, "6");
		assertThat(claim(3)).hasSize(3);
		assertThat(move(LIST, 5)).containsOnly(Kind.MOVED);
		assertThat(payloads()).containsExactly("4", "5", "6");
	}

	@Test
	void fullQueueLeavesItemsOfASortedSetWithTheirScores() {
		maxSize(1);
		put(SORTED, "1", 1);
		put(SORTED, "2", 2.5);
		assertThat(move(SORTED, 2)).containsExactly(Kind.MOVED, Kind.LEFT);
		assertThat(look(SORTED, 2)).extracting(RawEntry::score).containsExactly(2.5);
	}

	@Test
	void repeatedMoveToAFullQueueGoesOnWhereItEnded() {
		maxSize(2);
		put(LIST, "1", "1", "1", "2");
		List<RawMove> moves = moves(look(LIST, 4));
		assertThat(move(LIST, moves)).containsExactly(Kind.MOVED, Kind.MOVED, Kind.LEFT, Kind.LEFT);
		maxSize(9);
		move(LIST, moves);
		while (!look(LIST, 4).isEmpty()) {
			move(LIST, 4);
		}
		assertThat(payloads()).containsExactly("1", "1", "1", "2");
	}

	@Test
	void pausedQueueLeavesItemsWhereTheyAre() {
		put(LIST, "1", "2");
		List<RawMove> moves = moves(look(LIST, 2));
		this.store.actions().pause(QUEUE);
		assertThat(look(LIST, 2)).isEmpty();
		assertThat(move(LIST, moves)).containsExactly(Kind.LEFT, Kind.LEFT);
		this.store.actions().resume(QUEUE);
		assertThat(move(LIST, moves)).containsExactly(Kind.MOVED, Kind.MOVED);
	}

	@Test
	void itemThatCannotBecomeAJobIsKept() {
		put(LIST, "1", "{oops", "2");
		List<RawEntry> entries = look(LIST, 3);
		assertThat(move(LIST, List.of(moves(entries).get(0), RawMove.dead(entries.get(1), "It is no JSON", false),
				moves(entries).get(2))))
			.containsExactly(Kind.MOVED, Kind.DEAD, Kind.MOVED);
		assertThat(payloads()).containsExactly("1", "2");
		RawState state = this.raw.state(LIST, 10);
		assertThat(state.size()).isZero();
		assertThat(state.dead()).isEqualTo(1);
		DeadItem dead = state.newestDead().get(0);
		assertThat(dead.text()).isEqualTo("{oops");
		assertThat(dead.reason()).isEqualTo("It is no JSON");
		assertThat(dead.at()).isBetween(now().minusSeconds(60), now().plusSeconds(1));
	}

	@Test
	void newestDeadItemsAreFirst() {
		put(LIST, "1", "2", "3");
		List<RawEntry> entries = look(LIST, 3);
		entries.forEach((entry) -> move(LIST, List.of(RawMove.dead(entry, "bad", false))));
		assertThat(this.raw.state(LIST, 2).newestDead()).extracting(DeadItem::text).containsExactly("3", "2");
		assertThat(this.raw.state(LIST, 2).dead()).isEqualTo(3);
	}

	@Test
	void ofALargeDeadItemTheBeginningIsKept() {
		put(LIST, "b".repeat(30_000));
		RawEntry entry = this.raw.look(LIST, new RawLookRequest(1, MANY, 20_000)).entries().get(0);
		assertThat(entry.bytes()).isEqualTo(30_000);
		assertThat(move(LIST, List.of(RawMove.dead(entry, "large", true)))).containsExactly(Kind.DEAD);
		assertThat(this.raw.state(LIST, 1).newestDead().get(0).text()).isEqualTo("b".repeat(10_000));
		assertThat(size(LIST)).isZero();
	}

	@Test
	void itemThatIsTooLargeIsNotReadAsAWhole() {
		for (RawSource source : kept()) {
			for (int i = 0; i < 5; i++) {
				put(source, String.valueOf(i), i);
				put(source, "b".repeat(2_000_000) + i, i);
			}
			while (size(source) > 0) {
				List<RawEntry> entries = this.raw.look(source, new RawLookRequest(100, MANY, 20_000)).entries();
				// A member of a set has no other address than all of it.
				assertThat(entries).allSatisfy((entry) -> assertThat(entry.text()).hasSizeBetween(1,
						(source.type() == RawQueueType.SET) ? 2_000_001 : 10_000));
				assertThat(move(source, entries.stream().map(RawMoveContract::refused).toList())).contains(Kind.DEAD);
			}
			assertThat(this.raw.state(source, 20).newestDead()).as(source.type().name())
				.filteredOn((dead) -> dead.reason().equals("large 2000001"))
				.hasSize(5)
				.allSatisfy((dead) -> assertThat(dead.text()).isEqualTo("b".repeat(10_000)));
			assertThat(this.raw.state(source, 20).dead()).isEqualTo(10);
		}
	}

	/** The raw queues that this store can keep. */
	private List<RawSource> kept() {
		return Stream.of(LIST, SET, SORTED, TIMED)
			.map((source) -> new RawSource("of-" + source.type().name().toLowerCase(Locale.ROOT), source.type(), QUEUE))
			.filter((source) -> {
				try {
					this.raw.require(source);
					return true;
				}
				catch (JobQueueException ex) {
					return false;
				}
			})
			.toList();
	}

	private static RawMove refused(RawEntry entry) {
		boolean large = entry.bytes() > 20_000;
		return RawMove.dead(entry, large ? "large " + entry.bytes() : "bad", large);
	}

	@Test
	void largeItemThatAnotherWorkerHasTakenIsLeft() {
		put(SORTED, "b".repeat(30_000), 1);
		List<RawMove> moves = this.raw.look(SORTED, new RawLookRequest(1, MANY, 20_000))
			.entries()
			.stream()
			.map(RawMoveContract::refused)
			.toList();
		assertThat(move(SORTED, moves)).containsExactly(Kind.DEAD);
		put(SORTED, "b".repeat(30_001), 1);
		put(SORTED, "b".repeat(30_000), 2);
		assertThat(move(SORTED, moves)).containsExactly(Kind.LEFT);
		assertThat(size(SORTED)).isEqualTo(2);
	}

	@Test
	void largeItemsBecomeJobsAmongSmallOnes() {
		put(LIST, "1", LARGE, "2", LARGE);
		List<Kind> kinds = new ArrayList<>();
		while (!look(LIST, 4).isEmpty()) {
			kinds.addAll(move(LIST, 4));
		}
		assertThat(kinds).containsExactly(Kind.MOVED, Kind.MOVED, Kind.MOVED, Kind.MOVED);
		assertThat(payloads()).containsExactly("1", LARGE, "2", LARGE);
	}

	@Test
	void largeItemBehindOneThatIsGoneBecomesItsJob() {
		put(SORTED, LARGE + "1", 1);
		put(SORTED, LARGE + "2", 2);
		List<RawMove> mine = moves(look(SORTED, 2));
		assertThat(mine).hasSize(2);
		assertThat(move(SORTED, moves(look(SORTED, 1)))).containsExactly(Kind.MOVED);
		assertThat(move(SORTED, mine)).containsExactly(Kind.LEFT, Kind.MOVED);
		assertThat(payloads()).containsExactlyInAnyOrder(LARGE + "1", LARGE + "2");
	}

	@Test
	void largeItemThatFindsAFullQueueIsLeft() {
		maxSize(1);
		put(LIST, "1", LARGE);
		assertThat(move(LIST, 2)).containsExactly(Kind.MOVED, Kind.LEFT);
		assertThat(claim(1)).hasSize(1);
		assertThat(move(LIST, 2)).containsExactly(Kind.MOVED);
		assertThat(payloads()).containsExactly(LARGE);
	}

	@Test
	void itemWhoseUniqueKeyHasAnOwnerIsDone() {
		put(LIST, "1", "2", "3");
		UniqueKey key = UniqueKey.of("one");
		List<RawMove> moves = moves(look(LIST, 3), (entry) -> entry.text().equals("3") ? job().payload("3").build()
				: job().payload(entry.text()).unique(key).build());
		List<RawOutcome> outcomes = this.raw.move(LIST, moves);
		assertThat(kinds(outcomes)).containsOnly(Kind.MOVED);
		assertThat(outcomes.get(1).result()).extracting(InsertResult::kind).isEqualTo(InsertResult.Kind.KEPT);
		assertThat(payloads()).containsExactly("1", "3");
		assertThat(size(LIST)).isZero();
	}

	@Test
	void itemReplacesTheLargeOwnerOfItsUniqueKey() {
		UniqueKey key = UniqueKey.of("one").replace();
		insert(job().payload(LARGE).unique(key));
		put(LIST, "1", "2");
		List<RawMove> moves = moves(look(LIST, 2), (entry) -> entry.text().equals("2") ? job().payload("2").build()
				: job().payload("1").unique(key).build());
		assertThat(move(LIST, moves)).containsExactly(Kind.MOVED, Kind.MOVED);
		assertThat(payloads()).containsExactly("1", "2");
		assertThat(size(LIST)).isZero();
	}

	@Test
	void jobsHaveTheirLimitsAndDelays() {
		put(LIST, "1", "2");
		move(LIST, moves(look(LIST, 2),
				(entry) -> job().payload(entry.text()).delay(Duration.ofHours(1)).tags("eu").build()));
		assertThat(size(JobStatus.SCHEDULED)).isEqualTo(2);
		assertThat(this.store.queries().tagged("eu", List.of(QUEUE))).isEqualTo(2);
	}

}
