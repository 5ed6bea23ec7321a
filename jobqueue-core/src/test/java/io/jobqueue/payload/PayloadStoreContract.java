package io.jobqueue.payload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.jobqueue.JobId;
import io.jobqueue.PayloadStore;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What every payload store does. */
abstract class PayloadStoreContract {

	static final JobId ONE = new JobId("q.A_b-01k0000000000000000000001");

	static final JobId TWO = new JobId("q.A_b-01k0000000000000000000002");

	abstract PayloadStore store();

	/** The payloads of another store of jobs, at the same place. */
	abstract PayloadStore neighbour();

	@Test
	void payloadComesBackAsItWasPut() {
		String payload = "{\"text\":\"ä😀\\u0000" + "x".repeat(200_000) + "\"}";
		store().put(ONE, payload);
		store().put(TWO, "2");
		assertThat(store().get(ONE)).isEqualTo(payload);
		assertThat(store().get(TWO)).isEqualTo("2");
		assertThat(store().get(new JobId("q-unknown"))).isNull();
	}

	@Test
	void deletedPayloadsAreGone() {
		store().put(ONE, "1");
		store().put(TWO, "2");
		store().delete(List.of(ONE, new JobId("q-unknown")));
		store().delete(List.of());
		assertThat(store().get(ONE)).isNull();
		assertThat(store().get(TWO)).isEqualTo("2");
	}

	@Test
	void allPayloadsAreFoundPageByPageAlsoWhileSomeAreDeleted() {
		List<JobId> ids = new ArrayList<>();
		for (int i = 0; i < 25; i++) {
			ids.add(new JobId("q-%026d".formatted(i * 37)));
			store().put(ids.get(i), "1");
		}
		List<JobId> found = new ArrayList<>();
		@Nullable JobId last = null;
		List<JobId> page;
		do {
			page = store().olderThan(Duration.ofSeconds(-10), last, 10);
			found.addAll(page);
			last = page.isEmpty() ? null : page.get(page.size() - 1);
			store().delete(page);
		}
		while (page.size() == 10);
		assertThat(found).hasSize(25).containsExactlyInAnyOrderElementsOf(ids);
	}

	@Test
	void youngPayloadsAreNotFound() {
		store().put(ONE, "1");
		assertThat(store().olderThan(Duration.ofMinutes(1), null, 10)).isEmpty();
	}

	@Test
	void payloadsOfAnotherStoreOfJobsAreApart() {
		store().put(ONE, "1");
		neighbour().put(ONE, "other");
		neighbour().put(TWO, "2");
		assertThat(store().get(ONE)).isEqualTo("1");
		assertThat(store().get(TWO)).isNull();
		assertThat(store().olderThan(Duration.ofSeconds(-10), null, 10)).containsExactly(ONE);
		store().delete(List.of(ONE, TWO));
		assertThat(neighbour().get(ONE)).isEqualTo("other");
		assertThat(neighbour().get(TWO)).isEqualTo("2");
	}

}
