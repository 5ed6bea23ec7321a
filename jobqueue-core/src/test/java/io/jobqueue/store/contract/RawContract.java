package io.jobqueue.store.contract;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.jobqueue.JobQueueException;
import io.jobqueue.store.raw.RawEntry;
import io.jobqueue.store.raw.RawMove;
import io.jobqueue.store.raw.RawOutcome.Kind;
import io.jobqueue.store.raw.RawSource;
import io.jobqueue.store.raw.RawState;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Items of other programs become jobs in the order of their raw queue. */
abstract class RawContract extends RawScene {

	@Test
	void itemsOfAListBecomeJobsInTheirOrder() {
		put(LIST, "\"a\"", "\"b\"", "\"a\"", "\"ü\uD83D\uDE00\"");
		assertThat(texts(look(LIST, 3))).containsExactly("\"a\"", "\"b\"", "\"a\"");
		assertThat(move(LIST, 3)).containsOnly(Kind.MOVED).hasSize(3);
		assertThat(size(LIST)).isEqualTo(1);
		assertThat(move(LIST, 3)).containsExactly(Kind.MOVED);
		assertThat(payloads()).containsExactly("\"a\"", "\"b\"", "\"a\"", "\"ü\uD83D\uDE00\"");
		assertThat(size(LIST)).isZero();
	}

	@Test
	void emptyRawQueueHasNoItems() {
		assertThat(this.raw.move(LIST, List.of())).isEmpty();
		this.raw.push(LIST, List.of());
		assertThat(lookAt(LIST, 10, MANY).entries()).isEmpty();
		assertThat(lookAt(LIST, 10, MANY).more()).isFalse();
		assertThat(this.raw.state(TIMED, 10)).isEqualTo(new RawState(0, 0, List.of()));
	}

	@Test
	void lowestScoreOfASortedSetIsFirst() {
		put(SORTED, "3", 30.5);
		put(SORTED, "1", -7);
		put(SORTED, "2", 30.25);
		assertThat(look(SORTED, 10)).extracting(RawEntry::score).containsExactly(-7.0, 30.25, 30.5);
		assertThat(move(SORTED, 2)).containsExactly(Kind.MOVED, Kind.MOVED);
		assertThat(payloads()).containsExactly("1", "2");
		assertThat(left(SORTED)).containsExactly("3");
	}

	@Test
	void itemOfATimedSetWaitsForItsTime() {
		long now = now().toEpochMilli();
		put(TIMED, "\"late\"", now + 3_600_000);
		put(TIMED, "\"now\"", now - 1);
		put(TIMED, "\"first\"", now - 60_000);
		assertThat(lookAt(TIMED, 10, MANY).more()).isFalse();
		assertThat(move(TIMED, 10)).containsExactly(Kind.MOVED, Kind.MOVED);
		assertThat(payloads()).containsExactly("\"first\"", "\"now\"");
		assertThat(size(TIMED)).isEqualTo(1);
	}

	@Test
	void itemOfATimedSetBecomesDueByTheClockOfTheStore() {
		put(TIMED, "1", now().toEpochMilli() + 300);
		await().until(() -> !look(TIMED, 1).isEmpty());
		assertThat(now().toEpochMilli()).isGreaterThanOrEqualTo((long) look(TIMED, 1).get(0).score());
	}

	@Test
	void equalItemsOfASetAreOneJob() {
		if (!keepsSets()) {
			assertThatExceptionOfType(JobQueueException.class).isThrownBy(() -> this.raw.push(SET, List.of("1")))
				.withMessageContaining("Set 'jobqueue.raw-queues.inbox.type' to 'list'");
			return;
		}
		put(SET, "1", "2", "1");
		this.raw.push(SET, List.of("2", "3"));
		assertThat(left(SET)).containsExactlyInAnyOrder("1", "2", "3");
		List<RawMove> moves = moves(look(SET, 2));
		assertThat(move(SET, moves)).containsExactly(Kind.MOVED, Kind.MOVED);
		put(SET, moves.get(0).entry().text());
		assertThat(move(SET, moves)).containsExactly(Kind.LEFT, Kind.LEFT);
		assertThat(size(SET)).isEqualTo(2);
		assertThat(move(SET, 9)).containsExactly(Kind.MOVED, Kind.MOVED);
		assertThat(payloads()).hasSize(4).contains("1", "2", "3");
	}

	@Test
	void manyItemsOfASetBecomeJobs() {
		if (keepsSets()) {
			List<String> items = IntStream.range(0, 700).mapToObj(String::valueOf).toList();
			this.raw.push(SET, items);
			while (lookAt(SET, 100, MANY).more()) {
				move(SET, 100);
			}
			move(SET, 100);
			assertThat(payloads()).containsExactlyInAnyOrderElementsOf(items);
		}
	}

	private boolean keepsSets() {
		try {
			this.raw.require(SET);
			return true;
		}
		catch (JobQueueException ex) {
			return false;
		}
	}

	@Test
	void pushAddsItemsAsOtherProgramsDo() {
		put(LIST, "1");
		this.raw.push(LIST, List.of("2", "3", "2"));
		assertThat(left(LIST)).containsExactly("1", "2", "3", "2");
	}

	@Test
	void pushOfManyItemsKeepsTheirOrder() {
		List<String> items = IntStream.range(0, 1500).mapToObj(String::valueOf).toList();
		this.raw.push(LIST, items);
		assertThat(size(LIST)).isEqualTo(1500);
		while (size(LIST) > 0) {
			move(LIST, 100);
		}
		assertThat(payloads()).containsExactlyElementsOf(items);
	}

	@Test
	void pushToASortedSetHasTheScoreZeroAndToATimedSetIsDueAtOnce() {
		this.raw.push(SORTED, List.of("1"));
		assertThat(look(SORTED, 1).get(0).score()).isZero();
		move(SORTED, 1);
		this.raw.push(TIMED, List.of("2"));
		assertThat(look(TIMED, 1).get(0).score()).isBetween((double) now().minusSeconds(60).toEpochMilli(),
				(double) now().toEpochMilli());
	}

	@Test
	void lookSaysWhetherThereIsMore() {
		put(LIST, "1", "2", "3");
		assertThat(lookAt(LIST, 2, MANY).more()).isTrue();
		assertThat(lookAt(LIST, 3, MANY).more()).isFalse();
	}

	@Test
	void lookFillsTheQueueUpToANumberOfReadyJobs() {
		insert(3);
		insert(job().delay(Duration.ofHours(1)));
		put(LIST, "1", "2", "3");
		assertThat(texts(lookAt(LIST, 10, 5).entries())).containsExactly("1", "2");
		assertThat(lookAt(LIST, 10, 5).more()).isTrue();
		assertThat(lookAt(LIST, 10, 3).entries()).isEmpty();
		claim(2);
		assertThat(lookAt(LIST, 10, 3).entries()).hasSize(2);
	}

	@Test
	void rawQueuesOfTheSameQueueAreApart() {
		RawSource other = new RawSource("other", LIST.type(), QUEUE);
		put(LIST, "1");
		put(other, "2");
		assertThat(left(LIST)).containsExactly("1");
		assertThat(left(other)).containsExactly("2");
		assertThat(this.raw.location(LIST)).isNotEqualTo(this.raw.location(other)).contains("inbox");
	}

}
