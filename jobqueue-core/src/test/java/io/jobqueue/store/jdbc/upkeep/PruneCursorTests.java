package io.jobqueue.store.jdbc.upkeep;

import java.time.Duration;

import io.jobqueue.JobStatus;
import io.jobqueue.store.jdbc.upkeep.PruneCursor.Shelf;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PruneCursorTests {

	private static final Shelf SHELF = new Shelf("mail", JobStatus.SUCCESS);

	private static final long START = Long.MIN_VALUE;

	private long nanos;

	private final PruneCursor prunedUpTo = new PruneCursor(() -> this.nanos);

	@Test
	void aLookBeginsASecondBeforeWhatWasDeletedLast() {
		assertThat(this.prunedUpTo.from(SHELF)).isEqualTo(START);
		this.prunedUpTo.deleted(SHELF, START, 50_000);
		assertThat(this.prunedUpTo.from(SHELF)).isEqualTo(49_000);
		assertThat(this.prunedUpTo.from(new Shelf("mail", JobStatus.FAILED))).isEqualTo(START);
		assertThat(this.prunedUpTo.from(new Shelf("other", JobStatus.SUCCESS))).isEqualTo(START);
	}

	@Test
	void everyTenSecondsALookBeginsAtTheStart() {
		this.prunedUpTo.deleted(SHELF, START, 50_000);
		pass(Duration.ofSeconds(9));
		this.prunedUpTo.deleted(SHELF, 49_000, 60_000);
		assertThat(this.prunedUpTo.from(SHELF)).isEqualTo(59_000);
		pass(Duration.ofSeconds(1));
		assertThat(this.prunedUpTo.from(SHELF)).isEqualTo(START);
		this.prunedUpTo.deleted(SHELF, START, 61_000);
		assertThat(this.prunedUpTo.from(SHELF)).isEqualTo(60_000);
	}

	@Test
	void aLookBeginsAtTheStartAfterOneThatFoundTooLittle() {
		this.prunedUpTo.deleted(SHELF, START, 50_000);
		this.prunedUpTo.forget(SHELF);
		assertThat(this.prunedUpTo.from(SHELF)).isEqualTo(START);
	}

	private void pass(Duration time) {
		this.nanos += time.toNanos();
	}

}
