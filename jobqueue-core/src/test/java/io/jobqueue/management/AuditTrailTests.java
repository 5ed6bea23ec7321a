package io.jobqueue.management;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.jobqueue.AuditEntry;
import io.jobqueue.AuditPage;
import io.jobqueue.InvalidJobException;
import io.jobqueue.JobExplorer;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.ForwardingBackend;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.audit.AuditStore;
import io.jobqueue.store.error.StoreFullException;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.testsupport.SettableClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AuditTrailTests {

	private final SettableClock clock = new SettableClock(Instant.parse("2027-01-31T12:00:00Z"));

	private final StoreBackend store = new MemoryStoreBackend(this.clock);

	private final AuditTrail trail = new AuditTrail(this.store);

	private final JobExplorer explorer = explorer(this.store);

	private static JobExplorer explorer(StoreBackend store) {
		return new StoreJobExplorer(store, new JacksonJobSerializer());
	}

	@Test
	void pagesEndWithTheOldestEntry() {
		for (int i = 0; i < 4; i++) {
			this.trail.record("ada", "pause", "queue q" + i, 1);
		}
		AuditPage first = this.explorer.audit(null, 2);
		AuditPage second = this.explorer.audit(first.next(), 2);
		List<AuditEntry> all = new ArrayList<>(first.entries());
		all.addAll(second.entries());
		assertThat(all).extracting(AuditEntry::target).containsExactly("queue q3", "queue q2", "queue q1", "queue q0");
		assertThat(second.next()).isNull();
	}

	@Test
	void entriesOfTheLastNinetyDaysAreKept() {
		this.trail.record("ada", "pause", "queue q", 1);
		this.clock.advance(Duration.ofDays(90));
		this.trail.record("ada", "resume", "queue q", 1);
		assertThat(this.explorer.audit(null, 10).entries()).hasSize(2);
		this.clock.advance(Duration.ofMillis(1));
		this.trail.record("ada", "purge", "queue q", 9);
		assertThat(this.explorer.audit(null, 10).entries()).extracting(AuditEntry::action)
			.containsExactly("purge", "resume");
	}

	@Test
	void tenThousandEntriesAreKept() {
		for (int i = 0; i < 10_005; i++) {
			this.trail.record("ada", "pause", "queue q" + i, 1);
		}
		assertThat(this.store.part(AuditStore.class).page(null, 20_000)).hasSize(10_000)
			.last()
			.returns("queue q5", AuditEntry::target);
	}

	@Test
	void wrongCursorsAndLimitsAreNamed() {
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> this.explorer.audit("1-2; drop", 10))
			.withMessageContaining("'1-2; drop' is no cursor of the audit");
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> this.explorer.audit(null, 0))
			.withMessageContaining("the limit was 0");
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> this.explorer.audit(null, 1001))
			.withMessageContaining("from 1 to 1000");
	}

	@Test
	void actIsNotAffectedByAStoreThatIsFullOrKeepsNone() {
		StoreBackend full = storeThatFails(new StoreFullException("Redis is full", null));
		assertThatCode(() -> new AuditTrail(full).record("ada", "pause", "queue q", 1)).doesNotThrowAnyException();
		StoreBackend without = storeThatFails(new UnsupportedStorePartException(this.store, AuditStore.class));
		assertThatCode(() -> new AuditTrail(without).record("ada", "pause", "queue q", 1)).doesNotThrowAnyException();
		assertThatExceptionOfType(UnsupportedStorePartException.class)
			.isThrownBy(() -> explorer(without).audit(null, 10));
	}

	private StoreBackend storeThatFails(RuntimeException failure) {
		return new ForwardingBackend(this.store) {

			@Override
			public <T> T part(Class<T> type) {
				if (type == AuditStore.class) {
					throw failure;
				}
				return super.part(type);
			}

		};
	}

}
