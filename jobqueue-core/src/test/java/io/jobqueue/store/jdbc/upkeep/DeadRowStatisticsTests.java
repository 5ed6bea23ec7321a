package io.jobqueue.store.jdbc.upkeep;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.BadSqlGrammarException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DeadRowStatisticsTests {

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);

	private final AtomicInteger asked = new AtomicInteger();

	@Test
	void fewAreNoMatter() {
		assertThat(kept(Optional.of(10_000L)).getAsBoolean()).isFalse();
		assertThat(kept(Optional.of(10_001L)).getAsBoolean()).isTrue();
	}

	@Test
	void databaseWithoutSuchRowsKeepsFew() {
		assertThat(kept(Optional.empty()).getAsBoolean()).isFalse();
	}

	@Test
	void answerHoldsForASecond() {
		DeadRowStatistics kept = kept(Optional.of(20_000L));
		assertThat(kept.getAsBoolean()).isTrue();
		this.nanos.addAndGet(Duration.ofSeconds(1).toNanos() - 1);
		assertThat(kept.getAsBoolean()).isTrue();
		assertThat(this.asked).hasValue(1);
		this.nanos.addAndGet(1);
		assertThat(kept.getAsBoolean()).isTrue();
		assertThat(this.asked).hasValue(2);
	}

	@Test
	void databaseThatRefusesIsNotAskedAgain() {
		DeadRowStatistics kept = new DeadRowStatistics(() -> {
			this.asked.incrementAndGet();
			throw new BadSqlGrammarException("ask", "select", new SQLException("permission denied", "42501"));
		}, this.nanos::get);
		assertThatExceptionOfType(BadSqlGrammarException.class).isThrownBy(kept::getAsBoolean);
		this.nanos.addAndGet(Duration.ofHours(1).toNanos());
		assertThat(kept.getAsBoolean()).isFalse();
		assertThat(this.asked).hasValue(1);
	}

	@Test
	void databaseThatIsAwayIsAskedAgain() {
		DeadRowStatistics kept = new DeadRowStatistics(() -> {
			if (this.asked.getAndIncrement() == 0) {
				throw new DataAccessResourceFailureException("the connection is closed");
			}
			return Optional.of(20_000L);
		}, this.nanos::get);
		assertThatExceptionOfType(DataAccessResourceFailureException.class).isThrownBy(kept::getAsBoolean);
		assertThat(kept.getAsBoolean()).isTrue();
	}

	private DeadRowStatistics kept(Optional<Long> rows) {
		return new DeadRowStatistics(() -> {
			this.asked.incrementAndGet();
			return rows;
		}, this.nanos::get);
	}

}
